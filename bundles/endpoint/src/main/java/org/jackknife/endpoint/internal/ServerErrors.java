package org.jackknife.endpoint.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.api.engine.ContextLengthException;

/** Reads from a server's refusal whether the prompt was too long, which is a limit and no fault. */
final class ServerErrors {

    /** The wordings of OpenAI and vLLM, and the fields of llama-server; groups: context, prompt. */
    private static final List<Pattern> TOO_LONG = List.of(
            Pattern.compile("maximum context length is (?<context>\\d+) tokens.*?(?<prompt>\\d+) tokens", Pattern.DOTALL),
            Pattern.compile("\"n_prompt_tokens\"\\s*:\\s*(?<prompt>\\d+).*?\"n_ctx\"\\s*:\\s*(?<context>\\d+)", Pattern.DOTALL));

    private ServerErrors() {}

    static Optional<ContextLengthException> tooLong(String message) {
        for (Pattern pattern : TOO_LONG) {
            Matcher matcher = pattern.matcher(message == null ? "" : message);
            if (matcher.find()) {
                return Optional.of(new ContextLengthException(
                        Integer.parseInt(matcher.group("prompt")), Integer.parseInt(matcher.group("context"))));
            }
        }
        return Optional.empty();
    }
}
