package org.jackknife.compression.secondorder;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The order in which columns are treated: later ones make up for the errors of earlier ones. */
public enum ColumnOrder {
    /** As they lie in the matrix. */
    NATURAL {
        @Override
        int[] of(float[] diagonal) {
            return IntStream.range(0, diagonal.length).toArray();
        }
    },
    /**
     * Largest diagonal element of the Hessian first, equal ones as they lie in the matrix ("activation order"): what
     * matters most is rounded while the most columns are left to make up for it.
     */
    ACTIVATION {
        @Override
        int[] of(float[] diagonal) {
            return IntStream.range(0, diagonal.length)
                    .boxed()
                    .sorted(Comparator.comparing((Integer column) -> diagonal[column]).reversed())
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    };

    /** The column at each position of the order. */
    abstract int[] of(float[] diagonal);
}
