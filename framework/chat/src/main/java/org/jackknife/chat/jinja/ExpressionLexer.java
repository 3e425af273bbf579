package org.jackknife.chat.jinja;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.chat.jinja.Token.Kind;
import org.jackknife.chat.python.PythonEscapes;

/** Reads the tokens inside one tag, up to and with its closing delimiter. */
final class ExpressionLexer {

    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    /** Character classes only: a repeated group would recurse once per digit. */
    private static final Pattern FLOAT = Pattern.compile("(?<!\\.)\\d[\\d_]*+(?:(?:\\.\\d[\\d_]*+)?[eE][+-]?\\d[\\d_]*+|\\.\\d[\\d_]*+)");
    private static final Pattern INTEGER = Pattern.compile("0[bB][01_]++|0[oO][0-7_]++|0[xX][\\da-fA-F_]++|[1-9][\\d_]*+|0[0_]*+");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}]*");
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}<>=.:|,;]");

    private final String source;
    private final Pattern closing;
    private final Deque<String> open = new ArrayDeque<>();
    private int at;
    private int line;

    ExpressionLexer(String source, int at, int line, Pattern closing) {
        this.source = source;
        this.at = at;
        this.line = line;
        this.closing = closing;
    }

    /** The offset behind the closing delimiter, once everything has been read. */
    int end() {
        return at;
    }

    void readInto(List<Token> tokens) {
        while (true) {
            if (at >= source.length()) {
                throw new TemplateException(line, open.isEmpty()
                        ? "unexpected end of template, the tag is not closed"
                        : "unexpected end of template, expected '" + open.peek() + "'");
            }
            // inside brackets "}}" closes dicts, not the tag
            if (open.isEmpty()) {
                Matcher close = at(closing);
                if (close.lookingAt()) {
                    at = close.end();
                    return;
                }
            }
            next(tokens);
        }
    }

    private void next(List<Token> tokens) {
        Matcher space = at(SPACE);
        if (space.lookingAt()) {
            advance(space.end());
            return;
        }
        Token token = token();
        if (token.kind() == Kind.OPERATOR) {
            balance(token.text());
        }
        tokens.add(token);
    }

    private Token token() {
        int tokenLine = line;
        char first = source.charAt(at);
        if (first == '\'' || first == '"') {
            int end = closingQuote(first);
            String inside = source.substring(at + 1, end);
            advance(end + 1);
            return new Token(Kind.STRING, unescape(inside, tokenLine), tokenLine);
        }
        Kind[] kinds = {Kind.FLOAT, Kind.INTEGER, Kind.NAME, Kind.OPERATOR};
        Pattern[] patterns = {FLOAT, INTEGER, NAME, OPERATOR};
        for (int i = 0; i < kinds.length; i++) {
            Matcher matcher = at(patterns[i]);
            if (matcher.lookingAt()) {
                if (kinds[i] != Kind.NAME && (matcher.group().endsWith("_") || matcher.group().contains("__"))) {
                    throw new TemplateException(line, "a number with an underscore that is not between digits");
                }
                advance(matcher.end());
                return new Token(kinds[i], matcher.group(), tokenLine);
            }
        }
        throw new TemplateException(line, "unexpected char '" + Character.toString(source.codePointAt(at)) + "'");
    }

    private int closingQuote(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw new TemplateException(line, "a string that is not closed, expected " + quote);
        }
        return end;
    }

    private static String unescape(String inside, int line) {
        try {
            return PythonEscapes.resolve(inside);
        } catch (IllegalArgumentException badEscape) {
            throw new TemplateException(line, badEscape.getMessage());
        }
    }

    private void balance(String operator) {
        switch (operator) {
            case "(" -> open.push(")");
            case "[" -> open.push("]");
            case "{" -> open.push("}");
            case ")", "]", "}" -> {
                if (open.isEmpty()) {
                    throw new TemplateException(line, "unexpected '" + operator + "'");
                }
                String expected = open.pop();
                if (!expected.equals(operator)) {
                    throw new TemplateException(line, "unexpected '" + operator + "', expected '" + expected + "'");
                }
            }
            default -> { }
        }
    }

    private Matcher at(Pattern pattern) {
        // transparent bounds let the look-behind of FLOAT see the dot before the number
        return pattern.matcher(source).region(at, source.length()).useTransparentBounds(true);
    }

    private void advance(int end) {
        for (int i = at; i < end; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        at = end;
    }
}
