package org.jackknife.agent.internal;

import java.util.Locale;

/**
 * Finds the action in a model's text as AgentBoard's parser for local models does, accidents included
 * (agentboard/agents, the step that shortens a completion before the environment sees it).
 */
public final class ActionParser {

    private ActionParser() {}

    /**
     * The action as one line, without blanks, quotes and slashes at its ends; possibly empty.
     *
     * @param text the completion, never null
     */
    public static String parse(String text) {
        String found = text.toLowerCase(Locale.ROOT).contains("action") ? search(text.split("\n", -1), text) : text;
        if (found.isBlank()) {
            found = firstLine(text);
        }
        return firstLine(trimmed(found.strip()));
    }

    private static String search(String[] lines, String text) {
        String found = text;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            String lower = line.toLowerCase(Locale.ROOT);
            int colon = line.indexOf(':');
            if (line.contains("next action") && colon >= 0) {
                found = nextNonEmpty(lines, i, found);
            }
            if ((colon < 0 ? lower : lower.substring(0, colon)).endsWith("with action input")) {
                return line;
            }
            if (lower.contains("action") && colon >= 0 && colon + 1 < line.length()) {
                return line.substring(colon + 1);
            }
            if (lower.contains("action") && line.contains("is to")) {
                String rest = line.split("is to", -1)[1];
                if (!rest.isEmpty()) {
                    return rest;
                }
            }
        }
        return found;
    }

    private static String nextNonEmpty(String[] lines, int from, String otherwise) {
        for (int i = from + 1; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                return lines[i];
            }
        }
        return otherwise;
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isQuoteOrSlash(text.charAt(start))) {
            start++;
        }
        while (end > start && isQuoteOrSlash(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isQuoteOrSlash(char c) {
        return c == '\'' || c == '/';
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
