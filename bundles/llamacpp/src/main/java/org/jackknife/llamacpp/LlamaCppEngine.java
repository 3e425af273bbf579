package org.jackknife.llamacpp;

import java.nio.file.Path;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.llamacpp.internal.LlamaSession;

/**
 * Runs GGUF files with llama.cpp, in this process.
 *
 * <p>With one sequence, the default, answers are deterministic: the same request gives the same answer, whatever was
 * asked before. The file is checked in Java before native code sees it; llama.cpp ends the process for some malformed
 * files and impossible calls. Even so, native code can abort: use it in a process that may die.
 */
@Plugin(value = "llamacpp", summary = "Runs GGUF files with llama.cpp: chat, tokens, logits and activations.")
public final class LlamaCppEngine implements Engine<LlamaCppOptions> {

    @Override
    public Class<LlamaCppOptions> optionsType() {
        return LlamaCppOptions.class;
    }

    @Override
    public EngineSession open(Model model, LlamaCppOptions options) {
        Path file = model.file().orElseThrow(() -> new EngineException(
                "model %s has no file, and llama.cpp runs files only; use the engine 'endpoint' for it"
                        .formatted(model.name())));
        return LlamaSession.open(model.name(), file, options);
    }
}
