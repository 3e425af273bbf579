package org.jackknife.chat.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recursive-descent reader of one Python literal; refuses everything that would have to be evaluated. */
final class LiteralReader {

    /** CPython's own limit of nested brackets; it also keeps hostile input from overflowing the stack. */
    private static final int MAX_DEPTH = 200;

    /** CPython's limit for turning decimal text into an int, there against quadratic time. */
    private static final int MAX_INT_DIGITS = 4300;

    /** Character classes only: a repeated group would recurse once per digit. Underscores are looked at afterwards. */
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F_]++|0[oO][0-7_]++|0[bB][01_]++"
            + "|(?:[0-9][0-9_]*+)?\\.[0-9][0-9_]*+(?:[eE][+-]?[0-9][0-9_]*+)?|[0-9][0-9_]*+\\.?(?:[eE][+-]?[0-9][0-9_]*+)?");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern STRING_START = Pattern.compile("([rRuU]?)('''|\"\"\"|'|\")");

    private final String text;
    private final boolean jsonNames;
    private int at;
    private int depth;

    LiteralReader(String text, boolean jsonNames) {
        this.text = text;
        this.jsonNames = jsonNames;
    }

    Object readAll() {
        skipBlanks();
        Object value = tupleOrValue();
        if (at < text.length()) {
            throw fault("unexpected " + here() + " after the literal");
        }
        return value;
    }

    PythonLiteral.Found readAt(int from) {
        at = from;
        Object value = value();
        return new PythonLiteral.Found(value, at);
    }

    /** A literal at top level may be a tuple without parentheses: {@code 1, 2}. */
    private Object tupleOrValue() {
        Object first = value();
        return peek() == ',' ? PythonTuple.copyOf(rest(first, '\0')) : first;
    }

    private Object value() {
        skipBlanks();
        char c = peek();
        return switch (c) {
            case '{' -> nested(this::dict);
            case '[' -> nested(this::list);
            case '(' -> nested(this::parenthesised);
            case '+', '-' -> signed();
            default -> c >= '0' && c <= '9' || c == '.' ? number() : isStringStart() ? strings() : name();
        };
    }

    private Object nested(Supplier<Object> reader) {
        if (++depth > MAX_DEPTH) {
            throw fault("more than " + MAX_DEPTH + " nested brackets");
        }
        at++;
        Object value = reader.get();
        depth--;
        skipBlanks();
        return value;
    }

    private Object dict() {
        Map<Object, Object> dict = new LinkedHashMap<>();
        skipBlanks();
        while (peek() != '}') {
            int keyAt = at;
            Object key = value();
            if (key instanceof Map || key instanceof List && !(key instanceof PythonTuple)) {
                throw new PythonLiteralException("a " + (key instanceof Map ? "dict" : "list") + " cannot be a key", keyAt);
            }
            expect(':');
            dict.put(key, value());
            if (peek() != '}') {
                expect(',');
                skipBlanks();
            }
        }
        at++;
        return dict;
    }

    private Object list() {
        skipBlanks();
        List<Object> list = peek() == ']' ? new ArrayList<>() : rest(value(), ']');
        expect(']');
        return list;
    }

    private Object parenthesised() {
        skipBlanks();
        if (peek() == ')') {
            at++;
            return PythonTuple.of();
        }
        Object first = value();
        Object value = peek() == ',' ? PythonTuple.copyOf(rest(first, ')')) : first;
        expect(')');
        return value;
    }

    /** Reads {@code , value}... with an optional last comma, up to but without the closing bracket. */
    private List<Object> rest(Object first, char close) {
        List<Object> values = new ArrayList<>();
        values.add(first);
        while (peek() == ',') {
            at++;
            skipBlanks();
            if (peek() == close) {
                break;
            }
            values.add(value());
        }
        return values;
    }

    private Object signed() {
        boolean negative = text.charAt(at++) == '-';
        skipBlanks();
        char c = peek();
        if (!(c >= '0' && c <= '9' || c == '.')) {
            throw fault("expected a number after the sign, found " + here());
        }
        Object number = number();
        if (!negative) {
            return number;
        }
        return number instanceof Double d ? (Object) (-d) : narrow(wide(number).negate());
    }

    private Object number() {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw fault("expected a number, found " + here());
        }
        int start = at;
        String digits = withoutUnderscores(matcher.group());
        at = matcher.end();
        if (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            throw new PythonLiteralException("a number followed by " + here(), start);
        }
        skipBlanks();
        if (digits.length() > 1 && digits.charAt(0) == '0' && Character.isLetter(digits.charAt(1)) && "xXoObB".indexOf(digits.charAt(1)) >= 0) {
            int radix = switch (Character.toLowerCase(digits.charAt(1))) {
                case 'x' -> 16;
                case 'o' -> 8;
                default -> 2;
            };
            return narrow(new BigInteger(digits.substring(2), radix));
        }
        if (digits.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
            return Double.valueOf(digits);
        }
        return decimal(digits, start);
    }

    /** An underscore may stand between two digits, and behind the prefix of a radix. */
    private String withoutUnderscores(String number) {
        boolean prefixed = number.length() > 1 && Character.isLetter(number.charAt(1)) && number.charAt(0) == '0' && "eE".indexOf(number.charAt(1)) < 0;
        int radix = prefixed ? 16 : 10;
        for (int i = number.indexOf('_'); i >= 0; i = number.indexOf('_', i + 1)) {
            boolean after = i > 0 && Character.digit(number.charAt(i - 1), radix) >= 0 || prefixed && i == 2;
            boolean before = i + 1 < number.length() && Character.digit(number.charAt(i + 1), radix) >= 0;
            if (!after || !before) {
                throw fault("a number with an underscore that is not between digits");
            }
        }
        return number.replace("_", "");
    }

    private static Object decimal(String digits, int start) {
        if (digits.length() > MAX_INT_DIGITS) {
            throw new PythonLiteralException("an integer of " + digits.length() + " digits, at most " + MAX_INT_DIGITS + " are read", start);
        }
        if (digits.charAt(0) == '0' && digits.chars().anyMatch(c -> c != '0')) {
            throw new PythonLiteralException("leading zeros in '" + digits + "' are not permitted in Python", start);
        }
        return narrow(new BigInteger(digits));
    }

    private static BigInteger wide(Object number) {
        return number instanceof BigInteger big ? big : BigInteger.valueOf((Long) number);
    }

    private static Object narrow(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private boolean isStringStart() {
        return STRING_START.matcher(text).region(at, text.length()).lookingAt();
    }

    /** Adjacent string literals are one string. */
    private String strings() {
        StringBuilder joined = new StringBuilder();
        while (isStringStart()) {
            joined.append(string());
            skipBlanks();
        }
        return joined.toString();
    }

    private String string() {
        Matcher start = STRING_START.matcher(text).region(at, text.length());
        start.lookingAt();
        String quote = start.group(2);
        int from = start.end();
        int end = from;
        while (!text.startsWith(quote, end)) {
            if (end >= text.length() || quote.length() == 1 && text.charAt(end) == '\n') {
                throw fault("a string that is not closed, expected " + quote);
            }
            end += text.charAt(end) == '\\' && end + 1 < text.length() ? 2 : 1;
        }
        String inside = text.substring(from, end);
        int stringAt = at;
        at = end + quote.length();
        if (start.group(1).equalsIgnoreCase("r")) {
            return inside;
        }
        try {
            return PythonEscapes.resolve(inside);
        } catch (IllegalArgumentException badEscape) {
            throw new PythonLiteralException(badEscape.getMessage(), stringAt);
        }
    }

    private Object name() {
        Matcher matcher = NAME.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw fault("expected a literal, found " + here());
        }
        String name = matcher.group();
        Object value = switch (name) {
            case "None" -> null;
            case "True" -> true;
            case "False" -> false;
            case "true" -> jsonName(name, true);
            case "false" -> jsonName(name, false);
            case "null" -> jsonName(name, null);
            default -> throw fault("the name '" + name + "' is not a literal");
        };
        at = matcher.end();
        skipBlanks();
        return value;
    }

    private Object jsonName(String name, Object value) {
        if (!jsonNames) {
            throw fault("the name '" + name + "' is not a literal; Python writes True, False, None");
        }
        return value;
    }

    private void expect(char c) {
        skipBlanks();
        if (peek() != c) {
            throw fault("expected '" + c + "', found " + here());
        }
        at++;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int newline = text.indexOf('\n', at);
                at = newline < 0 ? text.length() : newline;
            } else if (c == ' ' || c == '\t' || c == '\f' || c == '\r' || c == '\n') {
                at++;
            } else {
                return;
            }
        }
    }

    private String here() {
        return at < text.length() ? "'" + Character.toString(text.codePointAt(at)) + "'" : "the end of the text";
    }

    private PythonLiteralException fault(String reason) {
        return new PythonLiteralException(reason, at);
    }
}
