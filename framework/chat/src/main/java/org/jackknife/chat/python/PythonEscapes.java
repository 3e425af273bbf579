package org.jackknife.chat.python;

import java.util.Locale;

/** Resolves the backslash escapes of Python string literals. */
public final class PythonEscapes {

    private PythonEscapes() {}

    /**
     * Resolves every escape in the inside of a string literal (without its quotes). An escape that Python does not know
     * stays as it stands, backslash included, as in Python.
     *
     * @throws IllegalArgumentException if a hexadecimal or named escape is cut short or names no character
     */
    public static String resolve(String inside) {
        if (inside.indexOf('\\') < 0) {
            return inside;
        }
        StringBuilder out = new StringBuilder(inside.length());
        int at = 0;
        while (at < inside.length()) {
            char c = inside.charAt(at);
            if (c == '\\' && at + 1 < inside.length()) {
                at = escape(inside, at + 1, out);
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    /** Resolves the escape whose letter stands at {@code at}; returns the offset behind it. */
    private static int escape(String text, int at, StringBuilder out) {
        char letter = text.charAt(at);
        switch (letter) {
            case '\n' -> { }
            case '\\', '\'', '"' -> out.append(letter);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> { return hexadecimal(text, at, 2, out); }
            case 'u' -> { return hexadecimal(text, at, 4, out); }
            case 'U' -> { return hexadecimal(text, at, 8, out); }
            case 'N' -> { return named(text, at, out); }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> { return octal(text, at, out); }
            default -> out.append('\\').append(letter);
        }
        return at + 1;
    }

    private static int octal(String text, int at, StringBuilder out) {
        int end = at;
        int value = 0;
        while (end < text.length() && end < at + 3 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
            value = value * 8 + text.charAt(end++) - '0';
        }
        out.append((char) value);
        return end;
    }

    private static int hexadecimal(String text, int at, int digits, StringBuilder out) {
        int end = at + 1 + digits;
        String hex = text.substring(at + 1, Math.min(end, text.length()));
        if (hex.length() < digits || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw new IllegalArgumentException("truncated \\" + text.charAt(at) + " escape, expected " + digits + " hexadecimal digits");
        }
        long value = Long.parseLong(hex, 16);
        if (value > Character.MAX_CODE_POINT) {
            throw new IllegalArgumentException("\\U" + hex + " is beyond Unicode's last character 10ffff");
        }
        out.appendCodePoint((int) value);
        return end;
    }

    private static int named(String text, int at, StringBuilder out) {
        int close = text.indexOf('}', at);
        if (close < 0 || at + 1 >= text.length() || text.charAt(at + 1) != '{') {
            throw new IllegalArgumentException("malformed \\N escape, expected \\N{NAME}");
        }
        // codePointOf throws IllegalArgumentException for an unknown name, as promised above
        out.appendCodePoint(Character.codePointOf(text.substring(at + 2, close).toUpperCase(Locale.ROOT)));
        return close + 1;
    }
}
