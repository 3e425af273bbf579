package org.jackknife.calibration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jackknife.api.method.MethodException;
import org.jackknife.calibration.internal.BinaryImportance;
import org.jackknife.calibration.internal.GgufImportance;

/**
 * How much each input channel of each matrix matters: the mean of its squared inputs on a corpus. Reads the files of
 * llama-imatrix, in the GGUF form that it writes today and in the binary one that it wrote before, and those of
 * {@code jackknife calibrate}, which are of the first form. Immutable.
 */
public final class ImportanceMatrix {

    private static final int GGUF_MAGIC = 0x4747_5546;

    private final String name;
    private final Origin origin;
    private final Map<String, Entry> entries;

    /**
     * An importance matrix.
     *
     * @param name what messages call it, such as its file
     * @param entries by tensor
     */
    public ImportanceMatrix(String name, Origin origin, Map<String, Entry> entries) {
        this.name = name;
        this.origin = origin;
        this.entries = Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    /**
     * The importance of one tensor's channels.
     *
     * @param means mean squares, shape [experts][row length]; 1 for experts that no token reached, as llama-quantize has it
     * @param tokens input rows that the tensor saw, or the busiest of its experts; 0 where it saw none
     */
    public record Entry(float[] means, long tokens) {}

    /**
     * What it was gathered from.
     *
     * @param corpus in words
     * @param sequences how many were run
     * @param length tokens of a sequence
     */
    public record Origin(String corpus, int sequences, int length) {}

    /**
     * Reads a file.
     *
     * @throws MethodException if it is of neither form, is cut off, or holds numbers that are not finite
     * @throws IOException if it cannot be read
     */
    public static ImportanceMatrix read(Path file) throws IOException {
        return isGguf(file) ? GgufImportance.read(file) : BinaryImportance.read(file);
    }

    private static boolean isGguf(Path file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(Integer.BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.read(start) == Integer.BYTES && start.flip().getInt() == GGUF_MAGIC;
        }
    }

    /** Writes the old binary form, which every llama-quantize since January 2024 reads; tensors without data are left out. */
    public void writeBinary(Path file) throws IOException {
        Files.write(file, BinaryImportance.bytes(this));
    }

    /** What it was gathered from. */
    public Origin origin() {
        return origin;
    }

    /** All tensors, by name in ascending order. */
    public Map<String, Entry> entries() {
        return entries;
    }

    /**
     * The importance of a matrix's input channels.
     *
     * @param values how many are needed: row length times number of experts
     * @return to be read only; empty where the tensor is not named
     * @throws MethodException if there is another number of values for it
     */
    public Optional<float[]> of(String tensor, long values) {
        Optional<float[]> importance = Optional.ofNullable(entries.get(tensor)).map(Entry::means);
        if (importance.isPresent() && importance.get().length != values) {
            throw new MethodException("%s holds %d values for tensor %s, needed are %d; was it made for another model?"
                    .formatted(name, importance.get().length, tensor, values));
        }
        return importance;
    }
}
