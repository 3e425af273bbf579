package org.jackknife.itest.methods;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jackknife.itest.methods.Subject.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The order that publications give the methods must hold here too: error compensation and searched scales lose no more
 * than rounding to nearest in the same format, and the more a pruning method knows, the less it loses. Measured on tokens
 * that methods were calibrated on and on others, by the logits' error and the divergence of next-token distributions.
 */
class MethodOrderTest {

    private static final String CORPUS = ", corpus=\"%s\", samples=24, length=%d";

    private static final String RTN = "rtn(bits=%d, group=%s, symmetric=true, measure=true" + CORPUS + ")";
    private static final String GPTQ = "gptq(bits=%d, group=%s, symmetric=true" + CORPUS + ")";
    private static final String AWQ = "awq(bits=%d, group=%s, symmetric=true" + CORPUS + ")";

    /** ggml's own rounding of the matrices that the other methods treat, and of no others. */
    private static final String ENCODER = "quantize(type=F16, override=\"^blk.*(attn|ffn)_.*=%s\")";

    @TempDir
    private Path folder;

    static Stream<String> architectures() {
        return Stream.of("llama", "qwen2", "gemma", "gemma2", "gemma3", "phi3", "internlm2", "llama-moe");
    }

    @Test
    void theEmbeddedModel() throws IOException {
        assertOrder(measured(Subjects.embedded(folder)));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void randomWeights(String architecture) throws IOException {
        assertOrder(measured(Subjects.random(architecture, folder)));
    }

    private static Map<String, Result> measured(Subject subject) throws IOException {
        Map<String, String> recipes = new LinkedHashMap<>();
        recipes.put("rtn-4", written(RTN, subject, 4, "32"));
        recipes.put("gptq-4", written(GPTQ, subject, 4, "32"));
        recipes.put("awq-4", written(AWQ, subject, 4, "32"));
        recipes.put("rtn-3", written(RTN, subject, 3, "64"));
        recipes.put("gptq-3", written(GPTQ, subject, 3, "64"));
        recipes.put("awq-3", written(AWQ, subject, 3, "64"));
        for (String type : List.of("Q4_K", "Q3_K", "Q2_K")) {
            recipes.put(type, ENCODER.formatted(type));
            recipes.put("gptq-" + type, "gptq(type=%s%s)".formatted(type, corpus(subject)));
        }
        recipes.put("magnitude", "magnitude(sparsity=0.5, measure=true%s)".formatted(corpus(subject)));
        recipes.put("wanda", "wanda(sparsity=0.5%s)".formatted(corpus(subject)));
        recipes.put("sparsegpt", "sparsegpt(sparsity=0.5%s)".formatted(corpus(subject)));
        Map<String, Result> results = new LinkedHashMap<>();
        for (Map.Entry<String, String> recipe : recipes.entrySet()) {
            results.put(recipe.getKey(), subject.apply(recipe.getValue(), Subjects.PLUGINS));
        }
        publish(subject.name(), results);
        return results;
    }

    private static String written(String recipe, Subject subject, int bits, String group) {
        return recipe.formatted(bits, group, subject.calibration(), subject.length());
    }

    private static String corpus(Subject subject) {
        return CORPUS.formatted(subject.calibration(), subject.length());
    }

    private static void assertOrder(Map<String, Result> results) {
        for (List<String> order : List.of(
                List.of("gptq-4", "rtn-4"),
                List.of("awq-4", "rtn-4"),
                List.of("gptq-3", "rtn-3"),
                List.of("awq-3", "rtn-3"),
                List.of("gptq-Q4_K", "Q4_K"),
                List.of("gptq-Q3_K", "Q3_K"),
                List.of("gptq-Q2_K", "Q2_K"),
                List.of("sparsegpt", "wanda"),
                List.of("wanda", "magnitude"))) {
            Result better = results.get(order.getFirst());
            Result worse = results.get(order.getLast());
            assertNoMoreLost(order + ", calibration tokens", better.calibration(), worse.calibration());
            assertNoMoreLost(order + ", held-out tokens", better.heldOut(), worse.heldOut());
            if (better.outputError().isPresent() && worse.outputError().isPresent()) {
                assertThat(better.outputError().get())
                        .as("%s, outputs of matrices", order)
                        .isLessThanOrEqualTo(worse.outputError().get());
            }
        }
    }

    private static void assertNoMoreLost(String what, Loss better, Loss worse) {
        assertThat(better.divergence()).as(what).isLessThanOrEqualTo(worse.divergence());
        assertThat(better.logitError()).as(what).isLessThanOrEqualTo(worse.logitError());
    }

    /** Leaves the figures behind, for docs/methods/order.md. */
    private static void publish(String model, Map<String, Result> results) throws IOException {
        StringBuilder table = new StringBuilder();
        results.forEach((name, result) -> table.append(String.format(
                Locale.ROOT,
                "%-10s %-10s output %.4f  logits %.4f %.4f  divergence %.5f %.5f%n",
                model,
                name,
                result.outputError().orElse(Double.NaN),
                result.calibration().logitError(),
                result.heldOut().logitError(),
                result.calibration().divergence(),
                result.heldOut().divergence())));
        Path file = Path.of("target", "method-order", model + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, table);
    }
}
