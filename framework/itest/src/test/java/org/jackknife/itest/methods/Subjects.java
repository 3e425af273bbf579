package org.jackknife.itest.methods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jackknife.api.task.Split;
import org.jackknife.awq.AwqMethod;
import org.jackknife.calibration.ModelTemplate;
import org.jackknife.calibration.OracleEpisodes;
import org.jackknife.calibration.TaskChoice;
import org.jackknife.chat.ChatTemplate;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.gguf.testing.FixtureModels.Sizes;
import org.jackknife.gptq.GptqMethod;
import org.jackknife.llamacpp.LlamaCppEngine;
import org.jackknife.magnitude.MagnitudeMethod;
import org.jackknife.quantize.QuantizeMethod;
import org.jackknife.reference.ReferenceModel;
import org.jackknife.rtn.RtnMethod;
import org.jackknife.sparsegpt.SparseGptMethod;
import org.jackknife.toolquery.ToolQueryTask;
import org.jackknife.wanda.WandaMethod;

/** The models that methods are tried on. */
final class Subjects {

    static final InstalledPlugins PLUGINS = new InstalledPlugins(Map.of(
            "llamacpp", new LlamaCppEngine(),
            "tool-query", new ToolQueryTask(),
            "quantize", new QuantizeMethod(),
            "rtn", new RtnMethod(),
            "gptq", new GptqMethod(),
            "awq", new AwqMethod(),
            "magnitude", new MagnitudeMethod(),
            "wanda", new WandaMethod(),
            "sparsegpt", new SparseGptMethod()));

    private static final int EPISODES = 60;
    private static final int RANDOM_CHARACTERS = 60_000;

    private Subjects() {}

    /** The trained model with texts of oracle episodes, those of the evaluation held out. */
    static Subject embedded(Path folder) throws IOException {
        Path model = new ReferenceModel().unpack(folder);
        return new Subject(
                "embedded",
                model,
                episodes(model, Split.CALIBRATION, folder.resolve("calibration.txt")),
                episodes(model, Split.EVALUATION, folder.resolve("held-out.txt")),
                512,
                folder);
    }

    private static Path episodes(Path model, Split split, Path file) throws IOException {
        try (Gguf gguf = Gguf.open(model)) {
            ChatTemplate template = ModelTemplate.of(gguf).template();
            return Files.writeString(file, texts(TaskChoice.parse("tool-query", PLUGINS), template, split));
        }
    }

    private static <O extends Record> String texts(TaskChoice<O> task, ChatTemplate template, Split split) {
        OracleEpisodes<O> episodes = new OracleEpisodes<>(task, template);
        return task.task().samples(task.options(), split, EPISODES).stream()
                .map(episodes::text)
                .collect(Collectors.joining("\n"));
    }

    /** A model of random weights with texts of random letters: nothing is to be learnt from it but arithmetic. */
    static Subject random(String architecture, Path folder) throws IOException {
        Path model = fixture(architecture).write(folder.resolve(architecture + ".gguf"));
        return new Subject(
                architecture,
                model,
                letters(1, folder.resolve("calibration.txt")),
                letters(2, folder.resolve("held-out.txt")),
                128,
                folder);
    }

    private static FixtureModels fixture(String architecture) {
        FixtureModels fixture = FixtureModels.of(architecture.replace("-moe", "")).with(TensorType.F16);
        int experts = architecture.endsWith("-moe") ? 4 : 0;
        return fixture.with(new Sizes(fixture.sizes().blocks(), 256, 4, 2, 256, experts));
    }

    private static Path letters(long seed, Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < RANDOM_CHARACTERS) {
            text.append((char) ('a' + random.nextInt(26)));
            if (random.nextInt(5) == 0) {
                text.append(' ');
            }
        }
        return Files.writeString(file, text);
    }
}
