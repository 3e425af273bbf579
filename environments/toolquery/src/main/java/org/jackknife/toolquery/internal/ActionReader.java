package org.jackknife.toolquery.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.chat.python.PythonLiteralException;
import org.jackknife.toolquery.internal.tool.Arguments;
import org.jackknife.toolquery.internal.tool.Profile;
import org.jackknife.toolquery.internal.value.PythonException;

/** Reads actions in words: {@code Action: <name> with Action Input: <dict>}, the first two words optional. */
final class ActionReader {

    /** What stands between name and input; matched alone, since around it the time could grow with a power of the length. */
    private static final Pattern MIDDLE =
            Pattern.compile("with\\s*Action Input:", Pattern.UNICODE_CHARACTER_CLASS);

    private static final String PREFIX = "Action:";

    private final Profile profile;

    ActionReader(Profile profile) {
        this.profile = profile;
    }

    /** An action taken apart: the tool's name and its input as written. */
    record Parts(String name, String input) {}

    /** The parts of an action; empty if it is not of the form. */
    Optional<Parts> split(String text) {
        Matcher middle = MIDDLE.matcher(text);
        if (!middle.find()) {
            return Optional.empty();
        }
        String name = text.substring(text.lastIndexOf('\n', middle.start()) + 1, middle.start()).strip();
        int end = text.indexOf('\n', middle.end());
        String input = text.substring(middle.end(), end < 0 ? text.length() : end).strip();
        return Optional.of(new Parts(
                name.startsWith(PREFIX) ? name.substring(PREFIX.length()).strip() : name, input));
    }

    /**
     * The input as a value.
     *
     * @throws PythonException if it is not a literal
     */
    Arguments arguments(Parts parts) {
        try {
            return new Arguments(
                    profile.jsonLiterals()
                            ? PythonLiteral.parseWithJsonNames(parts.input())
                            : PythonLiteral.parse(parts.input()));
        } catch (PythonLiteralException e) {
            throw new PythonException(
                    "Exception", "Parameters in action input are not valid, please change your action input.");
        }
    }

    /** What an agent is told whose action is not of the form. */
    String formatError() {
        return "Format error, please response in the format of  \"Action: [your action] with Action Input: "
                + "[your action input]" + (profile.unclosedFormatError() ? "" : "\"");
    }
}
