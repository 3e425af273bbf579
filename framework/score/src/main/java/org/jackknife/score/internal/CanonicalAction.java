package org.jackknife.score.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.api.environment.Action;
import org.jackknife.api.trajectory.Step;

/**
 * What a step did, in a form that is equal for actions that mean the same.
 *
 * <p>A call is its tool and its arguments as {@link CanonicalJson}. Words of the form {@code TOOL with Action Input:
 * JSON} are that call; other words are their first word and the rest, such as {@code go} and {@code to desk 1}, with
 * single blanks between words.
 *
 * @param form how it was written
 * @param tool the tool or the first word; empty where nothing could be read
 * @param arguments the rest; where nothing could be read the raw text
 */
public record CanonicalAction(Form form, String tool, String arguments) {

    /** How an action is written. */
    public enum Form {
        CALL,
        WORDS,
        UNREADABLE
    }

    private static final Pattern CALL_IN_WORDS =
            Pattern.compile("(?is)\\s*(\\S+)\\s+with\\s+action\\s+input\\s*:\\s*(.*)");

    /** Models write arguments in words with either kind of quotes. */
    private static final JsonMapper LENIENT =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    /** What the step did. */
    public static CanonicalAction of(Step step) {
        return step.action()
                .map(CanonicalAction::of)
                .orElseGet(() -> new CanonicalAction(Form.UNREADABLE, "", singleBlanks(step.rawText())));
    }

    static CanonicalAction of(Action action) {
        return switch (action) {
            case Action.Call call ->
                new CanonicalAction(Form.CALL, call.tool(), CanonicalJson.of(call.arguments()));
            case Action.Text text -> ofWords(text.text());
        };
    }

    private static CanonicalAction ofWords(String text) {
        Matcher call = CALL_IN_WORDS.matcher(text);
        if (call.matches()) {
            String input = call.group(2);
            return new CanonicalAction(
                    Form.CALL, call.group(1), json(input).map(CanonicalJson::of).orElseGet(() -> singleBlanks(input)));
        }
        String[] words = singleBlanks(text).split(" ", 2);
        return new CanonicalAction(Form.WORDS, words[0], words.length == 1 ? "" : words[1]);
    }

    /** Empty where the input is no JSON object: it is then compared as it was written. */
    private static Optional<JsonNode> json(String input) {
        try {
            return Optional.ofNullable(LENIENT.readTree(input)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Whether both are readable and name the same tool in the same form. */
    public boolean sameTool(CanonicalAction other) {
        return form != Form.UNREADABLE && form == other.form && tool.equals(other.tool);
    }

    private static String singleBlanks(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    @Override
    public String toString() {
        return switch (form) {
            case CALL -> tool + arguments;
            case WORDS -> arguments.isEmpty() ? tool : tool + " " + arguments;
            case UNREADABLE -> "unreadable: " + arguments;
        };
    }
}
