package org.jackknife.compression;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Chooses the weights of lowest score, exactly. Scores compare by their absolute values; equal ones go in order of
 * position, first first, as in a stable sort, so the choice does not depend on how it is carried out.
 */
public final class Masks {

    /** The 31 bits of an absolute value are looked at in three rounds, from the top: 11, 10 and 10 bits. */
    private static final int[] SHIFTS = {20, 10, 0};

    private static final int BUCKETS = 1 << 11;

    private Masks() {}

    /**
     * Chooses the {@code count} lowest of a range.
     *
     * <p>A non-negative float orders like its bits: three counting passes find the threshold.
     *
     * @param scores without NaN
     * @param count 0 to {@code to - from}
     * @param chosen hears the positions in {@code scores}, ascending; it may overwrite the score that it hears of
     */
    public static void lowest(float[] scores, int from, int to, int count, IntConsumer chosen) {
        if (count < 0 || count > to - from) {
            throw new IllegalArgumentException("%d of %d scores cannot be chosen".formatted(count, to - from));
        }
        if (count == 0) {
            return;
        }
        int[] histogram = new int[BUCKETS];
        int threshold = 0;
        int equal = count;
        for (int round = 0; round < SHIFTS.length; round++) {
            count(scores, from, to, threshold, round, histogram);
            int bucket = 0;
            while (equal > histogram[bucket]) {
                equal -= histogram[bucket++];
            }
            threshold |= bucket << SHIFTS[round];
        }
        for (int i = from; i < to; i++) {
            int magnitude = magnitude(scores[i]);
            if (magnitude < threshold || magnitude == threshold && equal-- > 0) {
                chosen.accept(i);
            }
        }
    }

    /** Counts the next bits of those magnitudes whose upper bits are those of the threshold so far. */
    private static void count(float[] scores, int from, int to, int threshold, int round, int[] histogram) {
        Arrays.fill(histogram, 0);
        // in the first round no bit is known yet: all magnitudes are below 2^31
        int above = round == 0 ? 31 : SHIFTS[round - 1];
        int bits = (1 << above - SHIFTS[round]) - 1;
        for (int i = from; i < to; i++) {
            int magnitude = magnitude(scores[i]);
            if (magnitude >>> above == threshold >>> above) {
                histogram[magnitude >>> SHIFTS[round] & bits]++;
            }
        }
    }

    /**
     * Chooses the lowest of every group of a structured pattern.
     *
     * @param scores without NaN
     * @param to with {@code from} the bounds of a whole number of groups
     * @param chosen hears the positions in {@code scores}, ascending; it may overwrite the score that it hears of
     */
    public static void lowestOfGroups(float[] scores, int from, int to, MaskPattern pattern, IntConsumer chosen) {
        int group = pattern.group();
        if (group == 0 || (to - from) % group != 0) {
            throw new IllegalArgumentException(
                    "%d scores are no whole number of groups of pattern %s".formatted(to - from, pattern));
        }
        boolean[] gone = new boolean[group];
        for (int start = from; start < to; start += group) {
            for (int i = 0; i < pattern.zeros(); i++) {
                gone[lowestLeft(scores, start, gone)] = true;
            }
            for (int j = 0; j < group; j++) {
                if (gone[j]) {
                    chosen.accept(start + j);
                    gone[j] = false;
                }
            }
        }
    }

    private static int lowestLeft(float[] scores, int start, boolean[] gone) {
        int lowest = -1;
        for (int j = 0; j < gone.length; j++) {
            if (!gone[j] && (lowest < 0 || magnitude(scores[start + j]) < magnitude(scores[start + lowest]))) {
                lowest = j;
            }
        }
        return lowest;
    }

    private static int magnitude(float score) {
        return Float.floatToRawIntBits(score) & 0x7FFF_FFFF;
    }
}
