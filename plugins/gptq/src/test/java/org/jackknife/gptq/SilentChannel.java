package org.jackknife.gptq;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Set;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.calibration.Calibrator;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.calibration.GramVisitor;
import org.jackknife.api.calibration.MatrixInput;
import org.jackknife.numeric.FloatMatrix;

/** A calibration in which one channel of every input is always zero. */
record SilentChannel(Calibrator calibrator, int channel) implements Calibrator {

    @Override
    public ChannelStatistics channels(CalibrationOptions options) throws IOException {
        return calibrator.channels(options);
    }

    @Override
    public void grams(CalibrationOptions options, Set<String> tensors, GramVisitor visitor) throws IOException {
        calibrator.grams(options, tensors, input -> {
            try (Arena arena = Arena.ofShared()) {
                visitor.visit(new Silenced(input, silenced(input.gram(), arena)));
            }
        });
    }

    private FloatMatrix silenced(FloatMatrix gram, Arena arena) {
        FloatMatrix silenced = FloatMatrix.allocate(arena, gram.rows(), gram.columns());
        for (int row = 0; row < gram.rows(); row++) {
            for (int column = 0; column < gram.columns(); column++) {
                silenced.set(row, column, row == channel || column == channel ? 0 : gram.get(row, column));
            }
        }
        return silenced;
    }

    @Override
    public long memoryBudget() {
        return calibrator.memoryBudget();
    }

    private record Silenced(MatrixInput input, FloatMatrix gram) implements MatrixInput {

        @Override
        public List<String> tensors() {
            return input.tensors();
        }

        @Override
        public int expert() {
            return input.expert();
        }

        @Override
        public int width() {
            return input.width();
        }

        @Override
        public long tokens() {
            return input.tokens();
        }

        @Override
        public void replace(String tensor, float[] weights) {
            input.replace(tensor, weights);
        }
    }
}
