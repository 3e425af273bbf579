package org.jackknife.compression.internal.grid;

/**
 * Knows blocks with a scale and a minimum for each sub-block, both of them integers under a factor of the block's own. A
 * weight is {@code factor·scale·code - minimumFactor·minimum}.
 */
interface MinimumLayout extends BlockLayout {

    /** The greatest scale and minimum. */
    int greatestScale();

    /** Writes factors, scales and minima into the block that begins at {@code at}; codes stay. */
    void putScales(ScalesAndMinima head, byte[] blocks, int at);
}
