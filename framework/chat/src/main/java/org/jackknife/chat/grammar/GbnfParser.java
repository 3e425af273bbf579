package org.jackknife.chat.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses GBNF as llama.cpp's {@code llama-grammar.cpp} defines it (build b4916). */
final class GbnfParser {

    /** llama.cpp writes repetitions out one by one; beyond this it gets slow or refuses. */
    private static final int MAX_REPETITION = 2000;
    private static final int MAX_DEPTH = 200;

    /** @param line where the rule is defined */
    record Rule(Element body, int line) {}

    private final String text;
    private int at;
    private int line = 1;
    private int depth;

    private GbnfParser(String text) {
        this.text = text;
    }

    static Map<String, Rule> parse(String text) {
        return new GbnfParser(text).rules();
    }

    private Map<String, Rule> rules() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        skipSpace(true);
        while (at < text.length()) {
            int ruleLine = line;
            String name = name();
            skipSpace(false);
            if (!text.startsWith("::=", at)) {
                throw fault("expected '::=' after '" + name + "', found " + here());
            }
            at += 3;
            skipSpace(true);
            Rule rule = new Rule(choice(false), ruleLine);
            if (rules.put(name, rule) != null) {
                throw new GrammarException(ruleLine, "the rule '" + name + "' is defined twice");
            }
            if (at < text.length() && peek() != '\n' && peek() != '\r') {
                throw fault("expected the end of the line, found " + here());
            }
            skipSpace(true);
        }
        return rules;
    }

    private Element choice(boolean nested) {
        if (++depth > MAX_DEPTH) {
            throw fault("parentheses nested deeper than " + MAX_DEPTH);
        }
        List<Element> alternatives = new ArrayList<>();
        alternatives.add(sequence(nested));
        while (peek() == '|') {
            at++;
            skipSpace(true);
            alternatives.add(sequence(nested));
        }
        depth--;
        return alternatives.size() == 1 ? alternatives.getFirst() : new Element.Choice(alternatives);
    }

    private Element sequence(boolean nested) {
        List<Element> parts = new ArrayList<>();
        while (true) {
            char c = peek();
            if (c == '"') {
                parts.add(literal());
            } else if (c == '[') {
                parts.add(characterClass());
            } else if (c == '.') {
                at++;
                parts.add(new Element.CharacterClass(List.of(), true));
            } else if (c == '(') {
                at++;
                skipSpace(true);
                parts.add(choice(true));
                if (peek() != ')') {
                    throw fault("expected ')', found " + here());
                }
                at++;
            } else if (isWord(c)) {
                int nameLine = line;
                parts.add(new Element.Reference(name(), nameLine));
            } else {
                return parts.size() == 1 ? parts.getFirst() : new Element.Sequence(parts);
            }
            skipSpace(nested);
            repetitions(parts, nested);
        }
    }

    private void repetitions(List<Element> parts, boolean nested) {
        while (true) {
            int least;
            int most = Integer.MAX_VALUE;
            switch (peek()) {
                case '*' -> least = 0;
                case '+' -> least = 1;
                case '?' -> {
                    least = 0;
                    most = 1;
                }
                case '{' -> {
                    int[] bounds = bounds();
                    least = bounds[0];
                    most = bounds[1];
                }
                default -> {
                    return;
                }
            }
            at++;
            parts.add(new Element.Repetition(parts.removeLast(), least, most, line));
            skipSpace(nested);
        }
    }

    /** Reads {@code {m}}, {@code {m,}} or {@code {m,n}}, up to but without the closing brace. */
    private int[] bounds() {
        at++;
        int least = number();
        int most = least;
        if (peek() == ',') {
            at++;
            most = peek() == '}' ? Integer.MAX_VALUE : number();
        }
        if (peek() != '}') {
            throw fault("expected '}' of a repetition, found " + here());
        }
        if (most < least) {
            throw fault("a repetition from " + least + " to " + most + ", the second must not be smaller");
        }
        return new int[] {least, most};
    }

    private int number() {
        int start = at;
        while (Character.isDigit(peek())) {
            at++;
        }
        if (start == at || at - start > 6 || Integer.parseInt(text.substring(start, at)) > MAX_REPETITION) {
            throw fault("expected a number up to " + MAX_REPETITION + " in the repetition");
        }
        return Integer.parseInt(text.substring(start, at));
    }

    private Element literal() {
        List<Integer> codePoints = new ArrayList<>();
        at++;
        while (peek() != '"') {
            codePoints.add(character("a literal"));
        }
        at++;
        return new Element.Literal(codePoints);
    }

    private Element characterClass() {
        at++;
        boolean negated = peek() == '^';
        if (negated) {
            at++;
        }
        List<Element.Range> ranges = new ArrayList<>();
        while (peek() != ']') {
            int first = character("a character class");
            int last = first;
            if (peek() == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']') {
                at++;
                last = character("a character class");
            }
            if (last < first) {
                throw fault("a character range that runs backwards");
            }
            ranges.add(new Element.Range(first, last));
        }
        at++;
        return new Element.CharacterClass(ranges, negated);
    }

    /** One character, escapes resolved. */
    private int character(String within) {
        if (at >= text.length() || text.charAt(at) == '\n') {
            throw fault(within + " that is not closed");
        }
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        if (c != '\\') {
            return c;
        }
        char escape = peek();
        at++;
        return switch (escape) {
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case 'U' -> hexadecimal(8);
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            case '\\', '"', '[', ']' -> escape;
            default -> throw fault("the escape '\\" + escape + "' is unknown; there are x u U t r n \\ \" [ ]");
        };
    }

    private int hexadecimal(int digits) {
        String hex = text.substring(at, Math.min(at + digits, text.length()));
        if (hex.length() < digits || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0) || Long.parseLong(hex, 16) > Character.MAX_CODE_POINT) {
            throw fault("expected " + digits + " hexadecimal digits of a character, found '" + hex + "'");
        }
        at += digits;
        return Integer.parseInt(hex, 16);
    }

    private String name() {
        int start = at;
        while (isWord(peek())) {
            at++;
        }
        if (start == at) {
            throw fault("expected the name of a rule (letters, digits, '-'), found " + here());
        }
        return text.substring(start, at);
    }

    /** llama.cpp's names have no underscore. */
    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
    }

    private void skipSpace(boolean newlines) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || newlines && (c == '\n' || c == '\r')) {
                line += c == '\n' ? 1 : 0;
                at++;
            } else {
                return;
            }
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private String here() {
        return at >= text.length() ? "the end of the grammar" : peek() == '\n' ? "the end of the line" : "'" + peek() + "'";
    }

    private GrammarException fault(String reason) {
        return new GrammarException(line, reason);
    }
}
