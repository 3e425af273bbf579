package org.jackknife.api.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recursive descent over the grammar that {@link Recipe} documents. */
final class RecipeParser {

    private final String text;
    private int at;

    RecipeParser(String text) {
        this.text = text;
    }

    Recipe recipe() {
        List<RecipeStep> steps = new ArrayList<>();
        do {
            steps.add(step());
        } while (take('>'));
        skipBlanks();
        if (at < text.length()) {
            throw expected("'>' or the end of the recipe");
        }
        boolean dense = steps.size() == 1
                && steps.getFirst().id().equals("dense")
                && steps.getFirst().arguments().isEmpty();
        return dense ? Recipe.DENSE : new Recipe(steps);
    }

    private RecipeStep step() {
        String id = word("a method's name");
        Map<String, String> arguments = new LinkedHashMap<>();
        if (take('(') && !take(')')) {
            do {
                argument(arguments);
            } while (take(','));
            if (!take(')')) {
                throw expected("',' or ')'");
            }
        }
        return new RecipeStep(id, arguments);
    }

    private void argument(Map<String, String> arguments) {
        String name = word("a parameter's name");
        if (!take('=')) {
            throw expected("'=' after parameter '" + name + "'");
        }
        if (arguments.putIfAbsent(name, value()) != null) {
            throw new RecipeException("recipe '%s' gives parameter '%s' twice in one step".formatted(text, name));
        }
    }

    private String word(String what) {
        skipBlanks();
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw expected(what);
        }
        return text.substring(start, at);
    }

    private String value() {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '"') {
            return quotedValue();
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ')') {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String quotedValue() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            value.append(c);
        }
        throw expected("a closing double quote");
    }

    private boolean take(char c) {
        skipBlanks();
        boolean found = at < text.length() && text.charAt(at) == c;
        if (found) {
            at++;
        }
        return found;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private RecipeException expected(String what) {
        return new RecipeException("recipe '%s': expected %s at position %d, found %s"
                .formatted(text, what, at + 1, at < text.length() ? "'" + text.charAt(at) + "'" : "the end"));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
    }

    static String quoted(String value) {
        boolean plain = !value.isEmpty()
                && value.equals(value.strip())
                && value.chars().noneMatch(c -> c == ',' || c == ')' || c == '"');
        return plain ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
