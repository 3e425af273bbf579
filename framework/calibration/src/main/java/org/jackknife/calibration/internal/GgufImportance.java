package org.jackknife.calibration.internal;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.api.method.MethodException;
import org.jackknife.calibration.ImportanceMatrix;
import org.jackknife.calibration.ImportanceMatrix.Entry;
import org.jackknife.calibration.ImportanceMatrix.Origin;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufException;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;

/**
 * The GGUF form of importance matrices, as llama-imatrix writes it since July 2025: per tensor {@code NAME.in_sum2}, the
 * sums of squares with a row per matrix, and {@code NAME.counts}, the rows of inputs that each matrix saw, both F32.
 * Tensors under other names are passed over, as llama-quantize does.
 */
public final class GgufImportance {

    /** The end of the name of a tensor's sums of squares. */
    public static final String SUMS = ".in_sum2";

    /** The end of the name of a tensor's counts. */
    public static final String COUNTS = ".counts";

    private static final String DATASETS = "imatrix.datasets";
    private static final String CHUNK_COUNT = "imatrix.chunk_count";
    private static final String CHUNK_SIZE = "imatrix.chunk_size";

    private GgufImportance() {}

    /** The metadata without which llama-quantize refuses a file. */
    public static GgufMetadata metadata(List<String> corpora, int sequences, int length) {
        return GgufMetadata.empty()
                .with("general.type", "imatrix")
                .with(DATASETS, GgufValue.strings(corpora))
                .with(CHUNK_COUNT, GgufValue.u32(sequences))
                .with(CHUNK_SIZE, GgufValue.u32(length));
    }

    /** Reads a file; see {@link ImportanceMatrix#read}. */
    public static ImportanceMatrix read(Path file) throws GgufException {
        try (Gguf gguf = Gguf.open(file)) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (TensorInfo sums : gguf.tensors()) {
                if (sums.name().endsWith(SUMS)) {
                    String tensor = sums.name().substring(0, sums.name().length() - SUMS.length());
                    TensorInfo counts = gguf.tensor(tensor + COUNTS)
                            .orElseThrow(() -> refused(gguf, "there are sums for tensor %s, but no counts", tensor));
                    entries.put(tensor, entry(gguf, tensor, values(gguf, sums), values(gguf, counts)));
                }
            }
            if (entries.isEmpty()) {
                throw refused(gguf, "it holds no tensor '%s', so it is no importance matrix", "NAME" + SUMS);
            }
            return new ImportanceMatrix(file.toString(), origin(gguf), entries);
        }
    }

    private static Origin origin(Gguf gguf) {
        List<String> datasets = gguf.metadata().strings(DATASETS).orElse(List.of());
        long chunks = gguf.metadata().integer(CHUNK_COUNT).orElse(0L);
        long size = gguf.metadata().integer(CHUNK_SIZE).orElse(1L);
        return new Origin(String.join(", ", datasets), Math.toIntExact(chunks), Math.toIntExact(Math.max(1, size)));
    }

    private static Entry entry(Gguf gguf, String tensor, float[] sums, float[] counts) {
        if (counts.length == 0 || sums.length % counts.length != 0) {
            throw refused(gguf, "tensor %s has sums that are no multiple of its counts", tensor);
        }
        int width = sums.length / counts.length;
        float[] means = new float[sums.length];
        long most = 0;
        for (int i = 0; i < means.length; i++) {
            float count = counts[i / width];
            means[i] = count > 0 ? sums[i] / count : 1;
            if (!Float.isFinite(means[i])) {
                throw refused(gguf, "tensor %s holds a value that is not finite", tensor);
            }
            most = Math.max(most, (long) count);
        }
        return new Entry(means, most);
    }

    private static float[] values(Gguf gguf, TensorInfo tensor) {
        if (tensor.type() != TensorType.F32) {
            throw refused(gguf, "tensor %s is not of type F32", tensor.name());
        }
        return gguf.data(tensor).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    private static MethodException refused(Gguf gguf, String why, String tensor) {
        return new MethodException("%s: %s".formatted(gguf.path(), why.formatted(tensor)));
    }
}
