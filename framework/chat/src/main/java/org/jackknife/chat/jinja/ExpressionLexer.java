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
    private static final Pattern FLOAT = Pattern.compile("(?<!\\.)\\d+(?:_\\d+)*(?:(?:\\.\\d+(?:_\\d+)*)?[eE][+-]?\\d+(?:_\\d+)*|\\.\\d+(?:_\\d+)*)");
    private static final Pattern INTEGER = Pattern.compile("0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\\da-fA-F])+|[1-9](?:_?\\d)*|0(?:_?0)*");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}]*");
    private static final Pattern STRING = Pattern.compile("'([^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+)'|\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"", Pattern.DOTALL);
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
        Matcher string = at(STRING);
        if (string.lookingAt()) {
            advance(string.end());
            return new Token(Kind.STRING, unescape(string.group(1) != null ? string.group(1) : string.group(2), tokenLine), tokenLine);
        }
        Kind[] kinds = {Kind.FLOAT, Kind.INTEGER, Kind.NAME, Kind.OPERATOR};
        Pattern[] patterns = {FLOAT, INTEGER, NAME, OPERATOR};
        for (int i = 0; i < kinds.length; i++) {
            Matcher matcher = at(patterns[i]);
            if (matcher.lookingAt()) {
                advance(matcher.end());
                return new Token(kinds[i], matcher.group(), tokenLine);
            }
        }
        throw new TemplateException(line, "unexpected char '" + Character.toString(source.codePointAt(at)) + "'");
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
