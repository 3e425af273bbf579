package org.jackknife.compression.grid;

/**
 * Numbers the values between which a weight is rounded, in units of its scale: consecutive integers, or those of a
 * codebook.
 *
 * @param lowest the level of code 0
 * @param codes how many codes there are, 1 to 256
 * @param codebook level of each code, ascending; null for consecutive integers
 */
public record Levels(int lowest, int codes, float[] codebook) {

    /** Adding and subtracting this rounds a float below 2²² to the nearest integer, ties to even: no bits are left below 1. */
    private static final float ROUNDER = 1.5f * (1 << 23);

    /** Checks that a byte can tell the codes apart. */
    public Levels {
        if (codes < 1 || codes > 256) {
            throw new IllegalArgumentException("a byte tells 1 to 256 levels apart, not " + codes);
        }
    }

    /** Consecutive integers from {@code lowest} on. */
    public static Levels integers(int lowest, int codes) {
        return new Levels(lowest, codes, null);
    }

    /** The given levels, ascending. */
    public static Levels codebook(float... levels) {
        return new Levels(Math.round(levels[0]), levels.length, levels);
    }

    /** The level of a code. */
    public float level(int code) {
        return codebook == null ? lowest + code : codebook[code];
    }

    /**
     * The code of the nearest level; between two integers the even one, between two levels of a codebook the lower one.
     *
     * @param level not NaN
     */
    public int nearest(float level) {
        if (codebook != null) {
            return nearestInCodebook(level);
        }
        float inside = Math.max(lowest, Math.min(lowest + codes - 1, level));
        return (int) (inside + ROUNDER - ROUNDER) - lowest;
    }

    private int nearestInCodebook(float level) {
        int code = 0;
        // no branches to be guessed wrong: the number of midpoints that lie below
        for (int next = 1; next < codes; next++) {
            code += level > (codebook[next - 1] + codebook[next]) / 2 ? 1 : 0;
        }
        return code;
    }
}
