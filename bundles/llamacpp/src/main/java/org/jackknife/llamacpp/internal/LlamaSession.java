package org.jackknife.llamacpp.internal;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.engine.EngineInfo;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.engine.TokenSession;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufException;
import org.jackknife.llamacpp.LlamaCppOptions;

/** A loaded file with what stands on it. The token side gets a context of its own when it is first asked for. */
public final class LlamaSession implements EngineSession {

    private static final int LONGEST_DEFAULT_CONTEXT = 8192;

    private final String name;
    private final LlamaCppOptions options;
    private final ChatFormat format;
    private final NativeModel model;
    private final Decoder decoder;
    private final ContextSettings settings;
    private LlamaTokenSession tokens;
    private boolean closed;

    private LlamaSession(String name, LlamaCppOptions options, ChatFormat format, NativeModel model) {
        this.name = name;
        this.options = options;
        this.format = format;
        this.model = model;
        this.settings = settings(options, model);
        this.decoder = settings.sequences() == 1
                ? new SequentialDecoder(model, settings, options.prefixReuse())
                : new BatchingDecoder(model, settings, options.prefixReuse());
    }

    /**
     * Checks a file and loads it.
     *
     * @throws EngineException if the file is malformed, llama.cpp refuses it, or its chat template cannot be parsed
     */
    public static LlamaSession open(String name, Path file, LlamaCppOptions options) {
        ChatFormat format = format(file);
        NativeLibrary library = NativeLibrary.of(options.libraryDirectory());
        NativeModel model = NativeModel.load(library, file, options.gpuLayers(), options.memoryMap());
        try {
            return new LlamaSession(name, options, format, model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static ChatFormat format(Path file) {
        try (Gguf gguf = Gguf.openChecked(file)) {
            return ChatFormat.of(gguf.metadata());
        } catch (GgufException e) {
            throw new EngineException(e.getMessage(), e);
        }
    }

    private static ContextSettings settings(LlamaCppOptions options, NativeModel model) {
        int perSequence = options.context() > 0
                ? options.context()
                : Math.min(LONGEST_DEFAULT_CONTEXT, Math.max(1, model.trainedContext()));
        int threads = options.threads() > 0 ? options.threads() : Runtime.getRuntime().availableProcessors();
        var cache = new ContextSettings.Cache(
                options.keyType().tensorType(), options.valueType().tensorType(), options.flashAttention());
        return new ContextSettings(
                Math.multiplyExact(perSequence, options.sequences()), options.batch(), options.sequences(), threads, cache);
    }

    /** A chat service with its own defaults and listeners over this session. */
    public ChatService service(ChatRequestParameters defaults, List<ChatModelListener> listeners) {
        return new ChatService(parts(), defaults, listeners);
    }

    private ChatService.Parts parts() {
        return new ChatService.Parts(name, model, decoder, format);
    }

    NativeModel model() {
        return model;
    }

    ContextSettings settings() {
        return settings;
    }

    Decoder decoder() {
        return decoder;
    }

    ChatTurn turn(ChatRequest request) {
        return ChatTurn.of(request, parts());
    }

    @Override
    public ChatModel chat() {
        requireOpen();
        return new SessionChatModel(service(GenerationParameters.builder().build(), List.of()));
    }

    @Override
    public synchronized Optional<TokenSession> tokens() {
        requireOpen();
        if (tokens == null) {
            ContextSettings one = new ContextSettings(
                    settings.tokens() / settings.sequences(), settings.batch(), 1, settings.threads(), settings.cache());
            tokens = new LlamaTokenSession(model, one);
        }
        return Optional.of(tokens);
    }

    @Override
    public EngineInfo info() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("sequences", Integer.toString(options.sequences()));
        values.put("batch", Integer.toString(options.batch()));
        values.put("gpuLayers", Integer.toString(options.gpuLayers()));
        values.put("keyType", options.keyType().toString());
        values.put("valueType", options.valueType().toString());
        values.put("flashAttention", Boolean.toString(options.flashAttention()));
        values.put("template", format.choice().reason());
        values.put("templateTools", Boolean.toString(format.showsTools()));
        return new EngineInfo(
                model.library().description(), model.description(), decoder.contextTokens(), values);
    }

    @Override
    public int concurrency() {
        return decoder.concurrency();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the session of %s is closed".formatted(name));
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            decoder.close();
            if (tokens != null) {
                tokens.close();
            }
            model.close();
        }
    }
}
