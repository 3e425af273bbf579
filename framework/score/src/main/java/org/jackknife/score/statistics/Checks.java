package org.jackknife.score.statistics;

/** Argument checks with one wording. */
final class Checks {

    private Checks() {}

    static void openUnit(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("%s is %s, allowed above 0 and below 1".formatted(name, value));
        }
    }

    static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("%s is %d, allowed 0 or more".formatted(name, value));
        }
    }

    static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("%s is %d, allowed %d or more".formatted(name, value, least));
        }
    }

    static void finite(double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("value %d is %s, allowed finite numbers".formatted(i, values[i]));
            }
        }
    }
}
