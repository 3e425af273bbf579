package org.jackknife.testkit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.calibration.Calibrator;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.calibration.Channels;
import org.jackknife.api.calibration.GramVisitor;
import org.jackknife.api.calibration.MatrixInput;
import org.jackknife.gguf.Gguf;
import org.jackknife.numeric.FloatMatrix;

/**
 * A calibration in a test: what each matrix of a model sees is random, seeded and known, and no engine runs.
 *
 * <p>Matrices that share an input in a transformer share it here, experts see different rows and different numbers of
 * them. Replacing weights changes no later input; what was replaced is remembered.
 */
public final class RandomCalibrator implements Calibrator {

    private static final int MOST_ROWS = 128;

    private final List<SharedInputs.Shared> shared;
    private final long seed;
    private final int tokens;
    private final Set<String> unseen = new HashSet<>();
    private final Map<String, float[]> replaced = new HashMap<>();

    /**
     * A calibration of a model.
     *
     * @param tokens input rows of each matrix, at least 1; an expert sees fewer
     */
    public RandomCalibrator(Gguf model, long seed, int tokens) {
        this.shared = SharedInputs.of(model);
        this.seed = seed;
        this.tokens = tokens;
    }

    /** Makes one expert of a matrix, and of those that share its input, see nothing. */
    public RandomCalibrator withUnseen(String tensor, int expert) {
        unseen.add(id(inputOf(tensor).orElseThrow().name(), expert));
        return this;
    }

    /**
     * The activations that a matrix multiplies.
     *
     * @param expert the expert's number, 0 for a matrix without experts
     * @return row-major, shape [rows][width]; of length 0 where it sees nothing
     * @throws java.util.NoSuchElementException if the calibration does not reach the matrix
     */
    public float[] inputs(String tensor, int expert) {
        return input(inputOf(tensor).orElseThrow(), expert).values().clone();
    }

    /** The weights that a sequential compression put into the model; empty where it put none. */
    public Optional<float[]> replaced(String tensor, int expert) {
        return Optional.ofNullable(replaced.get(id(tensor, expert))).map(float[]::clone);
    }

    @Override
    public ChannelStatistics channels(CalibrationOptions options) {
        return new Statistics();
    }

    @Override
    public void grams(CalibrationOptions options, Set<String> tensors, GramVisitor visitor) throws IOException {
        for (SharedInputs.Shared input : shared) {
            for (int expert = 0; expert < input.experts(); expert++) {
                List<String> open = open(input, expert, tensors, options.sequential() ? Optional.of(visitor) : Optional.empty());
                if (!open.isEmpty()) {
                    try (Arena arena = Arena.ofShared()) {
                        visitor.visit(new Visited(input, expert, open, options.sequential(), arena));
                    }
                }
            }
        }
    }

    /** The wanted readers of an input; in a sequential calibration without those that were finished before. */
    private List<String> open(
            SharedInputs.Shared input, int expert, Set<String> wanted, Optional<GramVisitor> sequential) throws IOException {
        Map<String, Boolean> open = new LinkedHashMap<>();
        for (String tensor : input.tensors()) {
            if (wanted.contains(tensor)) {
                Optional<float[]> finished =
                        sequential.isPresent() ? sequential.get().finished(tensor, expert) : Optional.empty();
                finished.ifPresent(weights -> replaced.put(id(tensor, expert), weights.clone()));
                open.put(tensor, finished.isEmpty());
            }
        }
        return open.keySet().stream().filter(open::get).toList();
    }

    @Override
    public long memoryBudget() {
        return 1 << 20;
    }

    private Optional<SharedInputs.Shared> inputOf(String tensor) {
        return shared.stream().filter(input -> input.tensors().contains(tensor)).findFirst();
    }

    private RandomInput input(SharedInputs.Shared input, int expert) {
        long inputSeed = seed * 31 + id(input.name(), expert).hashCode();
        int rows = input.experts() == 1 ? tokens : 1 + tokens * (expert + 1) / (2 * input.experts());
        return RandomInput.of(inputSeed, unseen.contains(id(input.name(), expert)) ? 0 : rows, input.width());
    }

    private static String id(String name, int expert) {
        return name + "#" + expert;
    }

    private final class Visited implements MatrixInput {

        private final SharedInputs.Shared input;
        private final int expert;
        private final List<String> tensors;
        private final boolean sequential;
        private final RandomInput values;
        private final FloatMatrix gram;

        Visited(SharedInputs.Shared input, int expert, List<String> tensors, boolean sequential, Arena arena) {
            this.input = input;
            this.expert = expert;
            this.tensors = tensors;
            this.sequential = sequential;
            this.values = input(input, expert);
            this.gram = values.gram(arena);
        }

        @Override
        public List<String> tensors() {
            return tensors;
        }

        @Override
        public int expert() {
            return expert;
        }

        @Override
        public int width() {
            return input.width();
        }

        @Override
        public long tokens() {
            return values.tokens();
        }

        @Override
        public FloatMatrix gram() {
            return gram;
        }

        @Override
        public void replace(String tensor, float[] weights) {
            if (sequential) {
                replaced.put(id(tensor, expert), weights.clone());
            }
        }
    }

    private final class Statistics implements ChannelStatistics {

        @Override
        public String corpus() {
            return "random activations, seed " + seed;
        }

        @Override
        public String fingerprint() {
            return "random-" + seed + "-" + tokens;
        }

        @Override
        public Optional<Channels> of(String tensor) {
            return inputOf(tensor).map(this::channels);
        }

        @Override
        public Optional<float[]> rows(String tensor, int expert) {
            return inputOf(tensor).map(found -> input(found, expert).rows(MOST_ROWS)).filter(rows -> rows.length > 0);
        }

        private Channels channels(SharedInputs.Shared input) {
            int width = input.width();
            long[] counts = new long[input.experts()];
            float[][] sums = new float[3][input.experts() * width];
            for (int expert = 0; expert < counts.length; expert++) {
                RandomInput values = input(input, expert);
                counts[expert] = values.tokens();
                for (int i = 0; i < values.values().length; i++) {
                    float magnitude = Math.abs(values.values()[i]);
                    int channel = expert * width + i % width;
                    sums[0][channel] += magnitude * magnitude;
                    sums[1][channel] += magnitude;
                    sums[2][channel] = Math.max(sums[2][channel], magnitude);
                }
            }
            return new Channels(width, counts, sums[0], sums[1], sums[2]);
        }
    }
}
