package org.jackknife.chat.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Prints values in CPython's {@code repr()} form. */
final class LiteralPrinter {

    /** CPython prints a float without exponent from 1e-4 up to below 1e16 (format code 'r' in pystrtod.c). */
    private static final int SMALLEST_FIXED_EXPONENT = -4;

    private static final int FIRST_LARGE_EXPONENT = 16;

    private LiteralPrinter() {}

    static void repr(Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("None");
            case Boolean flag -> out.append(flag ? "True" : "False");
            case Long number -> out.append(number.longValue());
            case Integer number -> out.append(number.intValue());
            case BigInteger number -> out.append(number);
            case Double number -> out.append(reprOf(number));
            case String text -> reprOf(text, out);
            case PythonTuple tuple -> tuple(tuple, out);
            case List<?> list -> {
                out.append('[');
                elements(list, out);
                out.append(']');
            }
            case Map<?, ?> dict -> dict(dict, out);
            default -> throw unknownType(value);
        }
    }

    static IllegalArgumentException unknownType(Object value) {
        return new IllegalArgumentException("no Python value corresponds to " + value.getClass().getName()
                + "; allowed: null, Boolean, Long, BigInteger, Double, String, List, PythonTuple, Map");
    }

    private static void tuple(PythonTuple tuple, StringBuilder out) {
        out.append('(');
        elements(tuple, out);
        out.append(tuple.size() == 1 ? ",)" : ")");
    }

    private static void elements(List<?> list, StringBuilder out) {
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            repr(list.get(i), out);
        }
    }

    private static void dict(Map<?, ?> dict, StringBuilder out) {
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = dict.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            repr(entry.getKey(), out);
            out.append(": ");
            repr(entry.getValue(), out);
            if (entries.hasNext()) {
                out.append(", ");
            }
        }
        out.append('}');
    }

    /** The shortest digits that read back as the same double; Java and Python agree on those, not on their layout. */
    private static String reprOf(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        String sign = Double.doubleToRawLongBits(number) < 0 ? "-" : "";
        if (number == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(number));
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        return sign + (exponent < SMALLEST_FIXED_EXPONENT || exponent >= FIRST_LARGE_EXPONENT
                ? scientific(digits, exponent)
                : fixed(shortest));
    }

    /** Double.toString gives at least two digits, also where one is enough, as in 4.9E-324 for 5e-324. */
    private static BigDecimal shortest(double number) {
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        BigDecimal single = digits.round(new MathContext(1));
        return digits.precision() == 2 && single.doubleValue() == number ? single.stripTrailingZeros() : digits;
    }

    private static String fixed(BigDecimal number) {
        String plain = number.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : Integer.toString(Math.abs(exponent));
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    private static void reprOf(String text, StringBuilder out) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(c -> character(c, quote, out));
        out.append(quote);
    }

    private static void character(int c, char quote, StringBuilder out) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            default -> {
                if (c == quote) {
                    out.append('\\').append(quote);
                } else if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(c < 0x100 ? "\\x%02x".formatted(c) : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
                }
            }
        }
    }

    /** str.isprintable: everything but the categories "Other" and "Separator", the plain blank excepted. */
    private static boolean isPrintable(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
