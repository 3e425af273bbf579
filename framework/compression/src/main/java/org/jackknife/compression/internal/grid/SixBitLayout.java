package org.jackknife.compression.internal.grid;

/** What Q4_K and Q5_K have in common: the head, with a scale and a minimum of six bits for each 32 columns. */
interface SixBitLayout extends MinimumLayout {

    @Override
    default int subLength() {
        return 32;
    }

    @Override
    default int greatestScale() {
        return SixBitPairs.GREATEST;
    }

    @Override
    default void readScales(byte[] blocks, int at, Scales scales) {
        SixBitPairs.read(blocks, at, scales);
    }

    @Override
    default void putScales(ScalesAndMinima head, byte[] blocks, int at) {
        SixBitPairs.put(head, blocks, at);
    }
}
