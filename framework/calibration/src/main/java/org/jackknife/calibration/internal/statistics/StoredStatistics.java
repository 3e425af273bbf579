package org.jackknife.calibration.internal.statistics;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.calibration.Channels;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.calibration.internal.GgufImportance;
import org.jackknife.calibration.internal.InputList;
import org.jackknife.calibration.internal.StoredFile;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorInfo;

/** Statistics in a {@linkplain StatisticsFile file}, read when they are asked for. Safe for several threads. */
public final class StoredStatistics implements ChannelStatistics, AutoCloseable {

    private final Gguf file;
    private final String corpus;
    private final String fingerprint;
    /** The first reader of each tensor's input. */
    private final Map<String, String> inputs;

    private StoredStatistics(Gguf file, Map<String, String> inputs) {
        this.file = file;
        this.inputs = inputs;
        this.corpus = file.metadata().string(StatisticsFile.CORPUS).orElse("");
        this.fingerprint = file.metadata().string(StatisticsFile.FINGERPRINT).orElse("");
    }

    /** Opens a file of the store; empty where there is none, or a damaged one. */
    public static Optional<StoredStatistics> open(Path path) {
        return StoredFile.open(path).flatMap(StoredStatistics::of);
    }

    private static Optional<StoredStatistics> of(Gguf file) {
        Map<String, String> inputs = new HashMap<>();
        for (ProductInput input : InputList.of(file.metadata())) {
            input.tensors().forEach(tensor -> inputs.put(tensor, input.tensors().getFirst()));
        }
        if (inputs.isEmpty()) {
            file.close();
            return Optional.empty();
        }
        return Optional.of(new StoredStatistics(file, inputs));
    }

    /** The experts that no token reached, by the first reader of their input. */
    public Map<String, List<Integer>> unreached() {
        Map<String, List<Integer>> unreached = new TreeMap<>();
        for (String first : new TreeSet<>(inputs.values())) {
            long[] tokens = channels(first).tokens();
            List<Integer> experts = IntStream.range(0, tokens.length)
                    .filter(expert -> tokens[expert] == 0)
                    .boxed()
                    .toList();
            if (!experts.isEmpty()) {
                unreached.put(first, experts);
            }
        }
        return unreached;
    }

    @Override
    public String corpus() {
        return corpus;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public Optional<Channels> of(String tensor) {
        return Optional.ofNullable(inputs.get(tensor)).map(this::channels);
    }

    private Channels channels(String first) {
        TensorInfo squares = file.tensor(first + GgufImportance.SUMS).orElseThrow();
        float[] counts = floats(file.tensor(first + GgufImportance.COUNTS).orElseThrow());
        long[] tokens = new long[counts.length];
        for (int expert = 0; expert < tokens.length; expert++) {
            tokens[expert] = (long) counts[expert];
        }
        return new Channels(
                Math.toIntExact(squares.rowLength()),
                tokens,
                floats(squares),
                floats(file.tensor(first + StatisticsFile.MAGNITUDES).orElseThrow()),
                floats(file.tensor(first + StatisticsFile.MAXIMA).orElseThrow()));
    }

    @Override
    public Optional<float[]> rows(String tensor, int expert) {
        return Optional.ofNullable(inputs.get(tensor))
                .flatMap(first -> file.tensor(first + StatisticsFile.ROWS + expert))
                .map(this::floats);
    }

    private float[] floats(TensorInfo tensor) {
        return file.data(tensor).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    @Override
    public void close() {
        file.close();
    }
}
