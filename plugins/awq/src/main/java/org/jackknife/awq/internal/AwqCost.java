package org.jackknife.awq.internal;

import org.jackknife.api.method.MethodCost;
import org.jackknife.compression.OutputError;
import org.jackknife.compression.grid.EncodedForm;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.compression.grid.StoredForm;
import org.jackknife.gguf.TensorSpec;

/** What the searches cost for one tensor. */
public final class AwqCost {

    /** Looks at a weight for one candidate: scaling, range, rounding, value, difference, product with the difference. */
    private static final int VISITS = 8;

    private AwqCost() {}

    /**
     * The cost beside decoding, measuring and the Gram matrix.
     *
     * @param zeros whether zeros are kept
     */
    public static MethodCost of(TensorSpec tensor, StoredForm form, boolean zeros, AwqSettings settings) {
        double columns = tensor.shape().get(0);
        long rows = tensor.shape().get(1);
        double matrices = tensor.elements() / (columns * rows);
        long searched = settings.searchRows() == 0 ? rows : Math.min(rows, settings.searchRows());
        double tried = ScaleCandidates.COUNT * matrices * searched * columns;
        // a symmetric matrix takes little more than half of the products
        MethodCost cost = MethodCost.computing(tried * (columns + Math.min(columns, OutputError.PANEL)))
                .plus(MethodCost.visiting(VISITS * tried + 2.0 * tensor.elements()));
        if (form instanceof EncodedForm encoded) {
            cost = cost.plus(
                    encoded.scalesCost((long) tried + tensor.elements(), settings.importance(), zeros));
        }
        double span = form.span() == GridFormat.WHOLE_ROW ? columns : form.span();
        double cuts = settings.clip() ? (double) Cuts.COUNT * tensor.elements() : 0;
        // weights, changes and their product of the rows that are searched; the same of one group of all rows
        double floats = Math.max(4 * searched * columns, cuts > 0 ? 3 * rows * span + columns * span : 0);
        return cost.plus(MethodCost.computing(2 * cuts * span))
                .plus(MethodCost.visiting(VISITS * cuts))
                .withMemory((long) (Float.BYTES * floats));
    }
}
