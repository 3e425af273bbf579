package org.jackknife.llamacpp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.model.Model;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorInfo;

/**
 * A model file and a text, and what the matrices of the one see on the other, found with the engine alone: the text as
 * one stream of tokens, cut into sequences from its beginning on.
 *
 * @param file the model
 * @param text its tokens are its characters, or fewer
 * @param length tokens of a sequence
 */
record TextModel(Path file, String text, int length) {

    /** Words that the fixtures' vocabularies have tokens for, and some that they have not. */
    static String text(int words) {
        String[] some = {"hello ", "world ", "in ", "or ", "jack knife ", "fold ", "12 ", "cut.\n"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(some[(i * i + i / 3) % some.length]);
        }
        return text.append('\n').toString();
    }

    /** Writes the text to a file. */
    Path corpus(Path folder) throws IOException {
        return Files.writeString(folder.resolve("corpus.txt"), text);
    }

    /** How many whole sequences the text gives. */
    int sequences() {
        try (EngineSession session = open()) {
            return session.tokens().orElseThrow().tokenize(text, false).length / length;
        }
    }

    private EngineSession open() {
        return new LlamaCppEngine()
                .open(Model.ofFile("text", file, ""), LlamaCppOptions.of(Map.of("context", Integer.toString(length), "threads", "1")));
    }

    /** The rows of every input, by {@code FIRST_READER#EXPERT}; shape [rows][width]. */
    Map<String, float[]> inputs() {
        Map<String, List<float[]>> pieces = new HashMap<>();
        try (EngineSession session = open()) {
            var tokens = session.tokens().orElseThrow();
            int[] all = tokens.tokenize(text, false);
            for (int from = 0; from + length <= all.length; from += length) {
                int[] sequence = Arrays.copyOfRange(all, from, from + length);
                tokens.activations(sequence, Set.of(), activations -> pieces.computeIfAbsent(
                                activations.input().tensors().getFirst() + "#" + activations.expert(),
                                key -> new ArrayList<>())
                        .add(activations.toArray()));
            }
        }
        Map<String, float[]> inputs = new HashMap<>();
        pieces.forEach((key, rows) -> inputs.put(key, joined(rows)));
        return inputs;
    }

    private static float[] joined(List<float[]> pieces) {
        float[] all = new float[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (float[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    /** The same with other weights in one tensor, in a file beside this one's. */
    TextModel with(String tensor, float[] weights) throws IOException {
        Path changed = file.resolveSibling("changed-" + file.getFileName());
        try (Gguf gguf = Gguf.open(file);
                GgufWriter writer = GgufWriter.create(
                        changed, gguf.metadata(), gguf.tensors().stream().map(TensorInfo::spec).toList())) {
            for (TensorInfo info : gguf.tensors()) {
                byte[] bytes = gguf.data(info).toArray(ValueLayout.JAVA_BYTE);
                if (info.name().equals(tensor)) {
                    int row = Math.toIntExact(info.rowLength());
                    new JavaTensorCodec().encode(info.type(), weights, row, MemorySegment.ofArray(bytes), null);
                }
                writer.write(info.name(), MemorySegment.ofArray(bytes));
            }
            writer.commit();
        }
        return new TextModel(changed, text, length);
    }
}
