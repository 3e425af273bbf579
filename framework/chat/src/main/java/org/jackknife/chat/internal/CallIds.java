package org.jackknife.chat.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives tool calls the ids a template accepts.
 *
 * <p>Mistral's templates raise an error unless every id has exactly nine characters, while LangChain4j's ids have any
 * length or are absent. For such a template calls are numbered through the conversation, so that the same call has the
 * same id in every later prompt. Every other template sees the ids as they are.
 */
public final class CallIds {

    private static final int LENGTH = 9;

    private final boolean nineCharacters;
    private final Map<String, String> known = new HashMap<>();
    private int calls;
    private int results;

    /** @param templateSource the template, in which the demand is recognised */
    public CallIds(String templateSource) {
        nineCharacters = templateSource.contains("id") && templateSource.matches("(?s).*length\\s*!=\\s*" + LENGTH + "\\b.*");
    }

    /** The id to show for the next tool call of the conversation; {@code id} may be null. */
    public Optional<String> ofCall(String id) {
        calls++;
        if (!nineCharacters || id != null && id.length() == LENGTH) {
            return Optional.ofNullable(id);
        }
        String numbered = numbered(calls);
        if (id != null) {
            known.put(id, numbered);
        }
        return Optional.of(numbered);
    }

    /** The id to show for the next tool result; without an id results answer calls in order. */
    public Optional<String> ofResult(String id) {
        results++;
        if (!nineCharacters || id != null && id.length() == LENGTH) {
            return Optional.ofNullable(id);
        }
        return Optional.of(id != null && known.containsKey(id) ? known.get(id) : numbered(results));
    }

    private static String numbered(int number) {
        return "call%05d".formatted(number);
    }
}
