package org.jackknife.quantize.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.method.MethodException;

/**
 * How much each input channel of each matrix matters, as llama-imatrix of b4916 writes it (tools of llama.cpp,
 * little-endian): {@code int32 entries}, then per entry {@code int32 nameLength, name, int32 calls, int32 values,
 * float32 sums[values]}; the importance of a channel is its sum divided by the calls.
 */
public final class ImportanceMatrix {

    private static final int LONGEST_NAME = 256;
    private final Path file;
    private final Map<String, float[]> byTensor;

    private ImportanceMatrix(Path file, Map<String, float[]> byTensor) {
        this.file = file;
        this.byTensor = byTensor;
    }

    /**
     * Reads a file.
     *
     * @throws MethodException if it is no such file, is cut off, or holds numbers that are not finite
     */
    public static ImportanceMatrix read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size())).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new EOFException(file + " shrank while it was read");
                }
            }
            return new ImportanceMatrix(file, new Reader(file, bytes.flip()).entries());
        }
    }

    /**
     * The importance of a matrix's input channels.
     *
     * @param values how many are needed: row length times number of experts
     * @return empty where the file does not name the tensor
     * @throws MethodException if the file holds another number of values for it
     */
    public Optional<float[]> of(String tensor, long values) {
        float[] importance = byTensor.get(tensor);
        if (importance != null && importance.length != values) {
            throw new MethodException("%s holds %d values for tensor %s, needed are %d; was it made for another model?"
                    .formatted(file, importance.length, tensor, values));
        }
        return Optional.ofNullable(importance);
    }

    private record Reader(Path file, ByteBuffer bytes) {

        Map<String, float[]> entries() {
            Map<String, float[]> entries = new LinkedHashMap<>();
            int count = number("number of entries", 1, 1 << 20);
            for (int i = 0; i < count; i++) {
                byte[] name = new byte[number("length of name " + i, 1, LONGEST_NAME)];
                need(name.length, "name " + i);
                bytes.get(name);
                String tensor = new String(name, StandardCharsets.UTF_8);
                int calls = number("calls of " + tensor, 0, Integer.MAX_VALUE);
                entries.put(tensor, values(tensor, Math.max(1, calls)));
            }
            return entries;
        }

        private float[] values(String tensor, int calls) {
            float[] values = new float[number("number of values of " + tensor, 1, bytes.remaining() / Float.BYTES)];
            for (int i = 0; i < values.length; i++) {
                values[i] = bytes.getFloat() / calls;
                if (!Float.isFinite(values[i])) {
                    throw new MethodException("%s: value %d of tensor %s is not finite".formatted(file, i, tensor));
                }
            }
            return values;
        }

        private int number(String what, int min, int max) {
            need(Integer.BYTES, what);
            int number = bytes.getInt();
            if (number < min || number > max) {
                throw new MethodException("%s is no importance matrix of llama.cpp's binary form: %s is %d, allowed %d to %d"
                        .formatted(file, what, number, min, max));
            }
            return number;
        }

        private void need(int count, String what) {
            if (bytes.remaining() < count) {
                throw new MethodException("%s ends before %s, at byte %d".formatted(file, what, bytes.position()));
            }
        }
    }
}
