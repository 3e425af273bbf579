package org.jackknife.calibration.internal.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jackknife.api.engine.ActivationListener;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.TokenSession;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.plugin.OptionSpec;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Progress;
import org.jackknife.gguf.Gguf;

/** A model loaded by an engine, to be run over sequences of tokens. */
public final class ModelRun implements AutoCloseable {

    /** The engine that shows activations. */
    private static final String ENGINE = "llamacpp";

    private final EngineSession session;
    private final TokenSession tokens;

    private ModelRun(EngineSession session, TokenSession tokens) {
        this.session = session;
        this.tokens = tokens;
    }

    /**
     * How a model is opened.
     *
     * @param length tokens of the longest sequence
     * @param threads threads of the engine
     * @param writable whether weights are to be replaced
     */
    public record Setup(int length, int threads, boolean writable) {}

    /**
     * Loads a model.
     *
     * @throws org.jackknife.api.engine.EngineException if the engine cannot run it
     * @throws MethodException if the engine is not installed
     */
    public static ModelRun open(Plugins plugins, Gguf model, Setup setup) {
        Contribution<?> engine = plugins.all(Engine.class).stream()
                .filter(contribution -> contribution.id().equals(ENGINE))
                .findFirst()
                .orElseThrow(() -> new MethodException(
                        "calibration needs the engine '%s', which is not installed".formatted(ENGINE)));
        EngineSession session = open((Engine<?>) engine.service(), model, setup);
        return new ModelRun(session, session.tokens().orElseThrow());
    }

    private static <O extends Record> EngineSession open(Engine<O> engine, Gguf model, Setup setup) {
        OptionSchema<O> schema = OptionSchema.of(engine.optionsType());
        Map<String, String> options = new HashMap<>(Map.of(
                "context", Integer.toString(setup.length()),
                "threads", Integer.toString(setup.threads()),
                "memoryMap", Boolean.toString(!setup.writable())));
        options.keySet().retainAll(schema.specs().stream().map(OptionSpec::name).toList());
        String name = model.path().getFileName().toString();
        return engine.open(Model.ofFile(name, model.path(), ""), schema.bind("engine " + ENGINE, options));
    }

    /** The token side of the model. */
    public TokenSession tokens() {
        return tokens;
    }

    /**
     * Runs all sequences and hands the inputs of products over.
     *
     * @param tensors as for {@link TokenSession#activations}
     * @param progress hears after each sequence
     */
    public void over(List<int[]> sequences, Set<String> tensors, ActivationListener listener, Progress progress) {
        for (int i = 0; i < sequences.size(); i++) {
            progress.at(i, sequences.size(), "sequence %d of %d".formatted(i + 1, sequences.size()));
            tokens.activations(sequences.get(i), tensors, listener);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
