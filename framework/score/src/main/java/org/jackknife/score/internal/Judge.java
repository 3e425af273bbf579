package org.jackknife.score.internal;

import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.MetricComparison;
import org.jackknife.score.Verdict;
import org.jackknife.score.statistics.Power;

/** Says in one word what a comparison supports. */
final class Judge {

    private final ComparisonOptions options;

    Judge(ComparisonOptions options) {
        this.options = options;
    }

    /** The same comparison with its verdict. */
    MetricComparison judged(MetricComparison c) {
        return new MetricComparison(
                c.metric(),
                c.difference(),
                c.significance(),
                c.equivalence(),
                c.minimumDetectableEffect(),
                verdict(c));
    }

    private Verdict verdict(MetricComparison c) {
        int samples = c.difference().samples();
        if (samples < 2 || allChangedCouldBeChance(samples)) {
            return Verdict.TOO_FEW_SAMPLES;
        }
        if (c.equivalence().equivalent() && cleanSheetWouldSuffice(samples)) {
            return Verdict.EQUIVALENT;
        }
        if (c.significance().adjustedPValue() < options.level()) {
            return c.difference().mean() < 0 ? Verdict.LOSS : Verdict.GAIN;
        }
        return c.minimumDetectableEffect() > options.considerable() ? Verdict.TOO_FEW_SAMPLES : Verdict.NO_LOSS_SHOWN;
    }

    /** Whether even a change of every sample in one direction stays above the level in the sign test. */
    private boolean allChangedCouldBeChance(int samples) {
        return Math.scalb(1.0, 1 - samples) >= options.level();
    }

    /**
     * Whether so many samples without any change would exclude a loss of the margin. With fewer, and little or no
     * spread, the t tests would call a handful of unchanged samples equivalent.
     */
    private boolean cleanSheetWouldSuffice(int samples) {
        return Power.unseenShare(samples, options.level()) <= options.margin();
    }
}
