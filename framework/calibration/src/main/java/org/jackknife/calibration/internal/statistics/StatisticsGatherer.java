package org.jackknife.calibration.internal.statistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.ActivationListener;
import org.jackknife.api.engine.Activations;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.api.method.MethodException;

/** Adds up the statistics of all inputs of a model. */
public final class StatisticsGatherer implements ActivationListener {

    /** Rows kept of each input, where there is room. */
    private static final int MOST_ROWS = 128;

    private static final int FEWEST_ROWS = 2;

    /** What the rows of all inputs may take together; models of thousands of experts would take more than their weights. */
    private static final long ROOM = 256L << 20;

    private final Map<ProductInput, InputStatistics> statistics = new LinkedHashMap<>();

    /** @param inputs all inputs, in the order of the computation */
    public StatisticsGatherer(List<ProductInput> inputs) {
        int rows = rowsKept(inputs);
        inputs.forEach(input -> statistics.put(input, new InputStatistics(input, rows)));
    }

    static int rowsKept(List<ProductInput> inputs) {
        long rowBytes = inputs.stream()
                .mapToLong(input -> (long) input.width() * Math.max(1, input.experts()) * Float.BYTES)
                .sum();
        return (int) Math.clamp(ROOM / Math.max(1, rowBytes), FEWEST_ROWS, MOST_ROWS);
    }

    @Override
    public void accept(Activations activations) {
        statistics.get(activations.input()).add(activations);
    }

    /**
     * What was gathered, in the order of the computation.
     *
     * @throws MethodException if an input held numbers that are not finite
     */
    public List<InputStatistics> all() {
        statistics.forEach((input, gathered) -> {
            for (ChannelSums sums : gathered.sums()) {
                requireFinite(input, sums.squares());
            }
        });
        return List.copyOf(statistics.values());
    }

    private static void requireFinite(ProductInput input, double[] sums) {
        for (int channel = 0; channel < sums.length; channel++) {
            if (!Double.isFinite(sums[channel])) {
                throw new MethodException("the inputs of %s are not finite in channel %d; the model is damaged, or its activations overflow"
                        .formatted(input.tensors().getFirst(), channel));
            }
        }
    }
}
