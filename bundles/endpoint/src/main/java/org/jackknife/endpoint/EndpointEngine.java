package org.jackknife.endpoint;

import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.endpoint.internal.Backoff;
import org.jackknife.endpoint.internal.EndpointSession;

/**
 * Chats with a model behind an OpenAI-compatible server, such as llama-server or vLLM, through LangChain4j's client.
 *
 * <p>Chat only: such servers give neither all logits nor activations. Requests that fail for a passing reason (429, 5xx,
 * time-outs, broken answers, dropped connections) are repeated after growing pauses; others fail at once.
 */
@Plugin(value = "endpoint", summary = "Chats with a model behind any OpenAI-compatible server.")
public final class EndpointEngine implements Engine<EndpointEngine.Options> {

    /** Some servers refuse requests without a key, even if they do not check it. */
    private static final String NO_KEY = "none";

    /**
     * Where the server is and how patiently it is asked.
     *
     * @param url base of the API, up to and with its version
     * @param keyVariable environment variable that holds the key
     * @param temperature 0 for greedy answers
     * @param timeoutSeconds how long one request may take
     * @param retries further tries after a passing failure
     * @param pauseSeconds pause before the first retry; doubled before each further one
     * @param sequences requests at once
     */
    public record Options(
            @Option("Base URL of the API, such as http://localhost:8080/v1.") String url,
            @Option(value = "Environment variable that holds the API key.", defaultValue = "OPENAI_API_KEY")
                    String keyVariable,
            @Option(value = "Sampling temperature; 0 is greedy.", defaultValue = "0", min = 0, max = 2) double temperature,
            @Option(value = "Time for one request.", unit = "seconds", defaultValue = "120", min = 0.01, max = 86400)
                    double timeoutSeconds,
            @Option(value = "Further tries after a failure that may pass.", defaultValue = "4", min = 0, max = 100)
                    int retries,
            @Option(
                            value = "Pause before the first retry, doubled before each further one.",
                            unit = "seconds",
                            defaultValue = "1",
                            min = 0,
                            max = 3600)
                    double pauseSeconds,
            @Option(value = "Requests at once.", defaultValue = "1", min = 1, max = 1000) int sequences) {}

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public EngineSession open(Model model, Options options) {
        if (model.file().isPresent()) {
            throw new EngineException("model %s is a file, which an endpoint cannot load; name a model that the server offers"
                    .formatted(model.name()));
        }
        OpenAiChatModel client = OpenAiChatModel.builder()
                .baseUrl(options.url())
                .apiKey(Optional.ofNullable(System.getenv(options.keyVariable())).orElse(NO_KEY))
                .modelName(model.name())
                .temperature(options.temperature())
                .timeout(seconds(options.timeoutSeconds()))
                .maxRetries(0)
                .build();
        Map<String, String> settings =
                Map.of("url", options.url(), "temperature", Double.toString(options.temperature()));
        Backoff backoff = new Backoff(options.retries(), seconds(options.pauseSeconds()));
        return new EndpointSession(model.name(), client, backoff, options.sequences(), settings);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
