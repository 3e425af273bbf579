package org.jackknife.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text as Python sees it: a sequence of code points, with Python's idea of whitespace and of line ends. */
final class PythonText {

    private PythonText() {}

    /** str.isspace of one character: bidirectional type WS, B or S, or category Zs. */
    static boolean isSpace(int c) {
        return c >= 0x09 && c <= 0x0d || c >= 0x1c && c <= 0x20 || c == 0x85 || c == 0xa0
                || c > 0xa0 && (Character.isSpaceChar(c));
    }

    static String stripLeft(String text) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    static String stripRight(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    static String stripLeft(String text, String characters) {
        int start = 0;
        while (start < text.length() && characters.indexOf(text.codePointAt(start)) >= 0) {
            start += Character.charCount(text.codePointAt(start));
        }
        return text.substring(start);
    }

    static String stripRight(String text, String characters) {
        int end = text.length();
        while (end > 0 && characters.indexOf(text.codePointBefore(end)) >= 0) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(0, end);
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static List<Object> characters(String text) {
        List<Object> characters = new ArrayList<>(text.length());
        text.codePoints().forEach(c -> characters.add(Character.toString(c)));
        return characters;
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int end = text.offsetByCodePoints(0, 1);
        return titled(text.substring(0, end)) + text.substring(end).toLowerCase(Locale.ROOT);
    }

    private static String titled(String character) {
        int titleCase = Character.toTitleCase(character.codePointAt(0));
        return titleCase == character.codePointAt(0) ? character.toUpperCase(Locale.ROOT) : Character.toString(titleCase);
    }

    /** str.title: a letter is upper case where no letter stands before it. */
    static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (Object each : characters(text)) {
            String character = (String) each;
            boolean letter = Character.isLetter(character.codePointAt(0));
            out.append(!letter ? character : inWord ? character.toLowerCase(Locale.ROOT) : titled(character));
            inWord = letter;
        }
        return out.toString();
    }

    static List<Object> splitLines(String text, boolean keepEnds) {
        List<Object> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c >= 0x0a && c <= 0x0d || c >= 0x1c && c <= 0x1e || c == 0x85 || c == 0x2028 || c == 0x2029;
            if (ends) {
                int next = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
                lines.add(text.substring(start, keepEnds ? next : i));
                start = next;
                i = next - 1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    /** str.split without separator: runs of whitespace separate, none at the ends. */
    static List<Object> splitWords(String text, int limit) {
        List<Object> words = new ArrayList<>();
        String rest = stripLeft(text);
        while (!rest.isEmpty()) {
            if (limit >= 0 && words.size() == limit) {
                words.add(stripRight(rest));
                return words;
            }
            int end = 0;
            while (end < rest.length() && !isSpace(rest.charAt(end))) {
                end++;
            }
            words.add(rest.substring(0, end));
            rest = stripLeft(rest.substring(end));
        }
        return words;
    }

    /** str.rsplit without separator. */
    static List<Object> splitWordsFromRight(String text, int limit) {
        List<Object> words = new ArrayList<>();
        String rest = stripRight(text);
        while (!rest.isEmpty()) {
            if (limit >= 0 && words.size() == limit) {
                words.addFirst(stripLeft(rest));
                return words;
            }
            int start = rest.length();
            while (start > 0 && !isSpace(rest.charAt(start - 1))) {
                start--;
            }
            words.addFirst(rest.substring(start));
            rest = stripRight(rest.substring(0, start));
        }
        return words;
    }

    /** str.split with a separator; a negative limit splits everywhere. */
    static List<Object> split(String text, String separator, int limit) {
        requireSeparator(separator);
        List<Object> parts = new ArrayList<>();
        int start = 0;
        int found = text.indexOf(separator);
        while (found >= 0 && (limit < 0 || parts.size() < limit)) {
            parts.add(text.substring(start, found));
            start = found + separator.length();
            found = text.indexOf(separator, start);
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** str.rsplit with a separator; a negative limit splits everywhere. */
    static List<Object> splitFromRight(String text, String separator, int limit) {
        requireSeparator(separator);
        List<Object> parts = new ArrayList<>();
        int end = text.length();
        while (limit < 0 || parts.size() < limit) {
            int found = end < separator.length() ? -1 : text.lastIndexOf(separator, end - separator.length());
            if (found < 0) {
                break;
            }
            parts.addFirst(text.substring(found + separator.length(), end));
            end = found;
        }
        parts.addFirst(text.substring(0, end));
        return parts;
    }

    private static void requireSeparator(String separator) {
        if (separator.isEmpty()) {
            throw TemplateException.unplaced("empty separator");
        }
    }

    /** str.replace; a negative count replaces everywhere. */
    static String replace(String text, String old, String replacement, int count) {
        if (count < 0) {
            return text.replace(old, replacement);
        }
        StringBuilder out = new StringBuilder();
        int start = 0;
        for (int done = 0; done < count; done++) {
            int found = text.indexOf(old, start);
            if (found < 0) {
                break;
            }
            out.append(text, start, found).append(replacement);
            start = found + old.length();
            if (old.isEmpty()) {
                if (start == text.length()) {
                    break;
                }
                out.append(text.charAt(start++));
            }
        }
        return out.append(text.substring(start)).toString();
    }
}
