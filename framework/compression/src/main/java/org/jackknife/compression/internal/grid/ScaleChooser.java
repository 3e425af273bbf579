package org.jackknife.compression.internal.grid;

/** Chooses the scales of a span of ggml's blocks. Immutable; threads may share it. */
@FunctionalInterface
interface ScaleChooser {

    /**
     * Writes scales into blocks; what is written in place of codes does not matter.
     *
     * @param weights row-major, rows of {@code columns}, finite
     * @param columns a multiple of the block size
     * @param importance how much an error in each column matters; null, or all zero, for all alike
     * @param blocks those of all weights, row after row
     */
    void choose(float[] weights, int columns, float[] importance, byte[] blocks);
}
