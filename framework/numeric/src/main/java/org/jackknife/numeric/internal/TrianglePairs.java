package org.jackknife.numeric.internal;

/** Counts the pairs {@code (smaller, larger)} of tiles on and above the diagonal: (0,0), (0,1), (1,1), (0,2), … */
final class TrianglePairs {

    private TrianglePairs() {}

    static int count(int tiles) {
        return Math.multiplyExact(tiles, tiles + 1) / 2;
    }

    static int smaller(int index) {
        int larger = larger(index);
        return index - larger * (larger + 1) / 2;
    }

    static int larger(int index) {
        int larger = (int) ((Math.sqrt(8.0 * index + 1) - 1) / 2);
        // the root may be off by one in its last bit
        return larger * (larger + 1) / 2 > index ? larger - 1 : (larger + 1) * (larger + 2) / 2 <= index ? larger + 1 : larger;
    }
}
