package org.jackknife.magnitude.internal;

/**
 * Chooses the weights of smallest absolute value and zeroes them. Equal magnitudes go in order of position, first
 * first, so the result does not depend on how the selection is carried out.
 */
public final class Pruning {

    /** A non-negative float orders like its bits, so 16 + 16 bits of the pattern select exactly in two counting passes. */
    private static final int BUCKETS = 1 << 16;

    private Pruning() {}

    /**
     * Zeroes the {@code count} weights of smallest magnitude.
     *
     * @param weights finite
     * @param count 0 to the number of weights
     */
    public static void smallest(float[] weights, long count) {
        if (count <= 0) {
            return;
        }
        Rank high = rank(weights, count, -1);
        Rank low = rank(weights, high.below, high.bucket);
        int threshold = high.bucket << 16 | low.bucket;
        long equal = low.below;
        for (int i = 0; i < weights.length; i++) {
            int magnitude = magnitude(weights[i]);
            if (magnitude < threshold || magnitude == threshold && equal-- > 0) {
                weights[i] = 0;
            }
        }
    }

    /**
     * Zeroes the {@code zeros} smallest of every {@code group} neighbours.
     *
     * @param weights finite, their number a multiple of {@code group}
     */
    public static void smallestOfEachGroup(float[] weights, int zeros, int group) {
        boolean[] gone = new boolean[group];
        for (int start = 0; start < weights.length; start += group) {
            for (int i = 0; i < zeros; i++) {
                int smallest = -1;
                for (int j = 0; j < group; j++) {
                    if (!gone[j]
                            && (smallest < 0
                                    || magnitude(weights[start + j]) < magnitude(weights[start + smallest]))) {
                        smallest = j;
                    }
                }
                gone[smallest] = true;
            }
            for (int j = 0; j < group; j++) {
                if (gone[j]) {
                    weights[start + j] = 0;
                    gone[j] = false;
                }
            }
        }
    }

    /** The bucket that holds the weight of a rank, and how many of that bucket lie up to the rank. */
    private record Rank(int bucket, long below) {}

    /** Ranks by the upper half of the bits, or, within one value of the upper half, by the lower. */
    private static Rank rank(float[] weights, long count, int upper) {
        long[] histogram = new long[BUCKETS];
        for (float weight : weights) {
            int magnitude = magnitude(weight);
            if (upper < 0) {
                histogram[magnitude >>> 16]++;
            } else if (magnitude >>> 16 == upper) {
                histogram[magnitude & 0xFFFF]++;
            }
        }
        int bucket = 0;
        long left = count;
        while (left > histogram[bucket]) {
            left -= histogram[bucket++];
        }
        return new Rank(bucket, left);
    }

    private static int magnitude(float weight) {
        return Float.floatToRawIntBits(weight) & 0x7FFF_FFFF;
    }
}
