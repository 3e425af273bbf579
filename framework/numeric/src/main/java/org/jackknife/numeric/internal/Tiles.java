package org.jackknife.numeric.internal;

/**
 * Cuts a length into pieces of one size, the last one shorter. Borders depend on the length alone, never on threads.
 *
 * @param length at least 1
 * @param size at least 1
 */
record Tiles(int length, int size) {

    int count() {
        return Math.ceilDiv(length, size);
    }

    int start(int tile) {
        return tile * size;
    }

    int length(int tile) {
        return Math.min(size, length - start(tile));
    }
}
