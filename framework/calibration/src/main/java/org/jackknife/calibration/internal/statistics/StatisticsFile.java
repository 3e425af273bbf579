package org.jackknife.calibration.internal.statistics;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.calibration.internal.GgufImportance;
import org.jackknife.calibration.internal.InputList;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * Writes statistics as an importance matrix in llama-imatrix's GGUF form, with more beside: llama-quantize passes over
 * tensors under other names. The first reader of an input also has {@code NAME.in_abs} and {@code NAME.in_max}, the sums
 * and maxima of magnitudes, shaped as the sums of squares, and {@code NAME.rows.EXPERT}, sample rows of shape
 * [rows][width]. Which tensors read which input is in the metadata, as {@link InputList} writes it.
 */
public final class StatisticsFile {

    static final String FINGERPRINT = "jackknife.calibration.fingerprint";
    static final String CORPUS = "jackknife.calibration.corpus";
    static final String MAGNITUDES = ".in_abs";
    static final String MAXIMA = ".in_max";
    static final String ROWS = ".rows.";

    private final Map<TensorSpec, float[]> tensors = new LinkedHashMap<>();

    private StatisticsFile() {}

    /**
     * What the statistics are of.
     *
     * @param fingerprint of model, corpus and cut
     * @param corpus in words
     * @param sequences how many were run
     * @param length tokens of a sequence
     */
    public record Origin(String fingerprint, String corpus, int sequences, int length) {}

    /** Writes a file, which appears under its name when it is whole. */
    public static void write(Path file, Origin origin, List<InputStatistics> statistics) throws IOException {
        StatisticsFile content = new StatisticsFile();
        statistics.forEach(content::add);
        List<TensorSpec> specs = new ArrayList<>(content.tensors.keySet());
        try (GgufWriter writer = GgufWriter.create(file, metadata(origin, statistics), specs)) {
            for (Map.Entry<TensorSpec, float[]> tensor : content.tensors.entrySet()) {
                try (Arena arena = Arena.ofConfined()) {
                    writer.write(tensor.getKey().name(), arena.allocateFrom(ValueLayout.JAVA_FLOAT, tensor.getValue()));
                }
            }
            writer.commit();
        }
    }

    private static GgufMetadata metadata(Origin origin, List<InputStatistics> statistics) {
        GgufMetadata metadata = GgufImportance.metadata(List.of(origin.corpus()), origin.sequences(), origin.length())
                .with(FINGERPRINT, origin.fingerprint())
                .with(CORPUS, origin.corpus());
        return InputList.addTo(metadata, statistics.stream().map(InputStatistics::input).toList());
    }

    private void add(InputStatistics statistics) {
        int width = statistics.input().width();
        int experts = statistics.sums().size();
        float[] counts = new float[experts];
        float[][] sums = new float[3][experts * width];
        for (int expert = 0; expert < experts; expert++) {
            ChannelSums one = statistics.sums().get(expert);
            counts[expert] = one.rows();
            int at = expert * width;
            for (int i = 0; i < width; i++) {
                sums[0][at + i] = (float) one.squares()[i];
                sums[1][at + i] = (float) one.magnitudes()[i];
            }
            System.arraycopy(one.maxima(), 0, sums[2], at, width);
        }
        for (String reader : statistics.input().tensors()) {
            put(reader + GgufImportance.SUMS, sums[0], width, experts);
            put(reader + GgufImportance.COUNTS, counts, 1, experts);
        }
        String first = statistics.input().tensors().getFirst();
        put(first + MAGNITUDES, sums[1], width, experts);
        put(first + MAXIMA, sums[2], width, experts);
        for (int expert = 0; expert < experts; expert++) {
            float[] rows = statistics.rows(expert);
            if (rows.length > 0) {
                put(first + ROWS + expert, rows, width, rows.length / width);
            }
        }
    }

    private void put(String name, float[] values, long... shape) {
        tensors.put(TensorSpec.of(name, TensorType.F32, shape), values);
    }
}
