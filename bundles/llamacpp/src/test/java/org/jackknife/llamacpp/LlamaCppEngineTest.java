package org.jackknife.llamacpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.testkit.EngineKit;
import org.junit.jupiter.api.io.TempDir;

/** The engine's contract, on a model of random weights. */
class LlamaCppEngineTest extends EngineKit<LlamaCppOptions> {

    @TempDir
    private static Path folder;

    @Override
    protected Engine<LlamaCppOptions> engine() {
        return new LlamaCppEngine();
    }

    @Override
    protected LlamaCppOptions options() {
        return OptionSchema.of(LlamaCppOptions.class).bind("engine llamacpp", Map.of("context", "512", "threads", "1"));
    }

    @Override
    protected Model model() {
        try {
            Path file = FixtureModels.of("llama").write(folder.resolve("model.gguf"));
            try (Gguf gguf = Gguf.open(file)) {
                return Model.ofFile("fixture", file, gguf.sha256());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
