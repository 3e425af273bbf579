package org.jackknife.calibration.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jackknife.api.method.MethodException;
import org.jackknife.calibration.ImportanceMatrix;
import org.jackknife.calibration.ImportanceMatrix.Entry;
import org.jackknife.calibration.ImportanceMatrix.Origin;

/**
 * The binary form of importance matrices, as llama-imatrix of b4916 writes it, little-endian: {@code int32 entries}, then
 * per entry {@code int32 nameLength, name, int32 calls, int32 values, float32 sums[values]}, then {@code int32 chunks,
 * int32 nameLength, name of the corpus}. The importance of a channel is its sum divided by the calls. Older files end
 * after the entries.
 */
public final class BinaryImportance {

    private static final int LONGEST_NAME = 256;
    private static final int MOST_ENTRIES = 1 << 20;

    private final Path file;
    private final ByteBuffer bytes;

    private BinaryImportance(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Reads a file; see {@link ImportanceMatrix#read}. */
    public static ImportanceMatrix read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        return new BinaryImportance(file, bytes).matrix();
    }

    private ImportanceMatrix matrix() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        int count = number("number of entries", 1, MOST_ENTRIES);
        for (int i = 0; i < count; i++) {
            String tensor = text("name " + i, 1, LONGEST_NAME);
            int calls = number("calls of " + tensor, 0, Integer.MAX_VALUE);
            entries.put(tensor, new Entry(means(tensor, Math.max(1, calls)), calls));
        }
        if (!bytes.hasRemaining()) {
            return new ImportanceMatrix(file.toString(), new Origin("", 0, 1), entries);
        }
        int chunks = number("number of chunks", 0, Integer.MAX_VALUE);
        String corpus = text("name of the corpus", 0, bytes.remaining());
        return new ImportanceMatrix(file.toString(), new Origin(corpus, chunks, 1), entries);
    }

    private float[] means(String tensor, int calls) {
        int count = number("number of values of " + tensor, 1, Integer.MAX_VALUE);
        need((long) count * Float.BYTES, "the %d values of %s".formatted(count, tensor));
        float[] means = new float[count];
        for (int i = 0; i < means.length; i++) {
            means[i] = bytes.getFloat() / calls;
            if (!Float.isFinite(means[i])) {
                throw new MethodException("%s: value %d of tensor %s is not finite".formatted(file, i, tensor));
            }
        }
        return means;
    }

    private String text(String what, int shortest, int longest) {
        byte[] name = new byte[number("length of " + what, shortest, longest)];
        need(name.length, what);
        bytes.get(name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private int number(String what, int min, int max) {
        need(Integer.BYTES, what);
        int number = bytes.getInt();
        if (number < min || number > max) {
            throw new MethodException("%s is no importance matrix of llama.cpp: %s is %d, allowed %d to %d"
                    .formatted(file, what, number, min, max));
        }
        return number;
    }

    private void need(long count, String what) {
        if (bytes.remaining() < count) {
            throw new MethodException("%s ends before %s, at byte %d".formatted(file, what, bytes.position()));
        }
    }

    /** The file of a matrix; see {@link ImportanceMatrix#writeBinary}. */
    public static byte[] bytes(ImportanceMatrix matrix) {
        Map<String, Entry> entries = new LinkedHashMap<>(matrix.entries());
        entries.values().removeIf(entry -> entry.tokens() == 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, entries.size());
        entries.forEach((tensor, entry) -> {
            // a call is a sequence; at least one, so that the sums are not zero
            int calls = Math.toIntExact(Math.ceilDiv(entry.tokens(), matrix.origin().length()));
            put(out, tensor);
            put(out, calls);
            put(out, entry.means().length);
            for (float mean : entry.means()) {
                put(out, Float.floatToRawIntBits(mean * calls));
            }
        });
        put(out, matrix.origin().sequences());
        put(out, matrix.origin().corpus());
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, String text) {
        byte[] name = text.getBytes(StandardCharsets.UTF_8);
        put(out, name.length);
        out.writeBytes(name);
    }

    private static void put(ByteArrayOutputStream out, int number) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
    }
}
