package org.jackknife.score.statistics;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;

/** The inputs of src/test/python/constants.py, which made the expected values of these tests. */
final class Cases {

    /** SciPy and statsmodels compute the same formulae in doubles. */
    static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    static final double[] DIFFERENCES =
            thousandTwentyFourths(-317, 123, -51, -451, 277, -645, -184, 92, -533, -72, 338, -215);

    static final Clusters CLUSTERS =
            Clusters.of(List.of("a", "a", "a", "a", "b", "b", "c", "c", "c", "d", "d", "d"));

    private Cases() {}

    private static double[] thousandTwentyFourths(double... numerators) {
        return Arrays.stream(numerators).map(numerator -> numerator / 1024).toArray();
    }
}
