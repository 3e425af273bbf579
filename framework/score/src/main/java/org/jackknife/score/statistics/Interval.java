package org.jackknife.score.statistics;

/**
 * A confidence interval.
 *
 * @param low the lower end; NaN where it is undefined
 * @param high the upper end; NaN where it is undefined
 * @param confidence the coverage that was asked for, such as 0.95
 */
public record Interval(double low, double high, double confidence) {

    public Interval {
        Checks.openUnit("confidence", confidence);
    }

    /** The part of this interval that lies within the range of possible values. */
    public Interval clipped(double lowest, double highest) {
        return new Interval(Math.clamp(low, lowest, highest), Math.clamp(high, lowest, highest), confidence);
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
