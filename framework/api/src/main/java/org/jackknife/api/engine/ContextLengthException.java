package org.jackknife.api.engine;

/** A prompt is longer than the context: the episode ends with its limit reached. */
public final class ContextLengthException extends EngineException {

    private static final long serialVersionUID = 1L;
    private final int promptTokens;
    private final int contextTokens;

    public ContextLengthException(int promptTokens, int contextTokens) {
        super("the prompt has %d tokens, the context holds %d; shorten the task or raise the engine's context option"
                .formatted(promptTokens, contextTokens));
        this.promptTokens = promptTokens;
        this.contextTokens = contextTokens;
    }

    public int promptTokens() {
        return promptTokens;
    }

    public int contextTokens() {
        return contextTokens;
    }
}
