package org.jackknife.llamacpp.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The trained trial model and PyTorch 1.13's answers for it, in F32 and from the same weights. Tests skip where the
 * folder of shared data is absent.
 */
public final class Trial {

    private Trial() {}

    /** One prompt with PyTorch's answers; the logits are those after the prompt's last token. */
    public record Answer(
            String prompt, int[] promptIds, int[] greedyIds, String greedyText, int[] topIds, float[] topLogits,
            double logSumExp) {

        @Override
        public String toString() {
            return prompt.lines().skip(1).findFirst().orElse(prompt);
        }
    }

    public static Path model() {
        return shared("data/models/trial-f32.gguf");
    }

    public static List<Answer> answers() {
        try {
            JsonNode root = new ObjectMapper().readTree(shared("data/models/trial-f32.expected.json").toFile());
            List<Answer> answers = new ArrayList<>();
            root.forEach(node -> answers.add(answer(node)));
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static NativeModel load() {
        return NativeModel.load(NativeLibrary.of(Optional.empty()), model(), 0, true);
    }

    public static ContextSettings settings() {
        return new ContextSettings(1024, 512, 1, 2, ContextSettings.Cache.DEFAULT);
    }

    private static Answer answer(JsonNode node) {
        JsonNode top = node.get("first_token_top10_logits");
        int[] ids = StreamSupport.stream(top.spliterator(), false).mapToInt(pair -> pair.get(0).asInt()).toArray();
        float[] logits = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            logits[i] = (float) top.get(i).get(1).asDouble();
        }
        return new Answer(
                node.get("prompt").asText(),
                ints(node.get("prompt_ids")),
                ints(node.get("greedy_ids")),
                node.get("greedy_text").asText(),
                ids,
                logits,
                node.get("first_token_logsumexp").asDouble());
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    }

    private static Path shared(String name) {
        String root = System.getProperty("jackknife.shared");
        Path path = root == null ? null : Path.of(root).resolve(name);
        assumeTrue(path != null && Files.exists(path), () -> "needs the shared file " + name);
        return path;
    }
}
