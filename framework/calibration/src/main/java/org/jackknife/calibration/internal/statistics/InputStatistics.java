package org.jackknife.calibration.internal.statistics;

import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.engine.Activations;
import org.jackknife.api.engine.ProductInput;

/** What one input of matrix products was on a corpus, by expert. */
public final class InputStatistics {

    private final ProductInput input;
    private final List<ChannelSums> sums = new ArrayList<>();
    private final List<RowSample> samples = new ArrayList<>();

    InputStatistics(ProductInput input, int mostRows) {
        this.input = input;
        for (int expert = 0; expert < Math.max(1, input.experts()); expert++) {
            sums.add(new ChannelSums(input.width()));
            samples.add(new RowSample(input.width(), mostRows));
        }
    }

    void add(Activations activations) {
        sums.get(activations.expert()).add(activations.values(), activations.rows());
        samples.get(activations.expert()).add(activations.values(), activations.rows());
    }

    ProductInput input() {
        return input;
    }

    /** One for every expert; a single one where there are none. */
    List<ChannelSums> sums() {
        return sums;
    }

    /** Rows drawn evenly from those that an expert saw; empty where it saw none. */
    float[] rows(int expert) {
        return samples.get(expert).drawn();
    }
}
