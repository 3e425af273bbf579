package org.jackknife.chat.jinja;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions a chat template may call: those of Jinja2 that matter here, and the two that Hugging Face adds. */
final class Globals {

    /** Jinja2's sandbox refuses longer ranges. */
    private static final long MAX_RANGE = 100_000;

    private Globals() {}

    static Map<String, Object> of(Clock clock) {
        return Map.of(
                "range", (Callable) Globals::range,
                "dict", (Callable) Globals::dict,
                "namespace", (Callable) arguments -> new Namespace(dict(arguments)),
                "raise_exception", (Callable) Globals::raise,
                "strftime_now", (Callable) arguments -> strftime(Values.text(arguments.bind("format").require("format")), clock));
    }

    private static Object raise(Arguments arguments) {
        throw TemplateException.unplaced(Values.str(arguments.bind("message").require("message")));
    }

    private static List<Object> range(Arguments arguments) {
        List<Object> bounds = arguments.positional();
        if (bounds.isEmpty() || bounds.size() > 3) {
            throw TemplateException.unplaced("range expected 1 to 3 arguments, got " + bounds.size());
        }
        long start = bounds.size() == 1 ? 0 : Values.index(bounds.get(0));
        long stop = Values.index(bounds.get(bounds.size() == 1 ? 0 : 1));
        long step = bounds.size() == 3 ? Values.index(bounds.get(2)) : 1;
        if (step == 0) {
            throw TemplateException.unplaced("range() arg 3 must not be zero");
        }
        long size = Math.max(0, Math.ceilDiv(stop - start, step));
        if (size > MAX_RANGE) {
            throw TemplateException.unplaced("Range too big. The sandbox blocks ranges larger than MAX_RANGE (" + MAX_RANGE + ").");
        }
        List<Object> range = new ArrayList<>((int) size);
        for (long i = 0; i < size; i++) {
            range.add(start + i * step);
        }
        return range;
    }

    private static Map<String, Object> dict(Arguments arguments) {
        Map<String, Object> dict = new LinkedHashMap<>();
        for (Object each : arguments.positional()) {
            if (!(each instanceof Map<?, ?> given)) {
                throw TemplateException.unplaced("expected a dict, got a '" + Values.typeName(each) + "'");
            }
            given.forEach((key, value) -> dict.put(Values.text(key), value));
        }
        dict.putAll(arguments.named());
        return dict;
    }

    /** The directives of C's strftime in the C locale; an unknown one stays as it stands. */
    private static String strftime(String format, Clock clock) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
            } else if (format.startsWith("-", i + 1) && i + 2 < format.length()) {
                i += 2;
                out.append(field(format.charAt(i), now).replaceFirst("^0+(?=.)", ""));
            } else {
                out.append(field(format.charAt(++i), now));
            }
        }
        return out.toString();
    }

    private static String field(char directive, ZonedDateTime now) {
        String pattern = switch (directive) {
            case 'Y' -> "yyyy";
            case 'y' -> "yy";
            case 'm' -> "MM";
            case 'd' -> "dd";
            case 'H' -> "HH";
            case 'I' -> "hh";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'f' -> "SSSSSS";
            case 'j' -> "DDD";
            case 'p' -> "a";
            case 'A' -> "EEEE";
            case 'a' -> "EEE";
            case 'B' -> "MMMM";
            case 'b' -> "MMM";
            case 'F' -> "yyyy-MM-dd";
            case 'T' -> "HH:mm:ss";
            case 'D' -> "MM/dd/yy";
            case 'R' -> "HH:mm";
            default -> null;
        };
        if (pattern == null) {
            return switch (directive) {
                case '%' -> "%";
                case 'e' -> "%2d".formatted(now.getDayOfMonth());
                // datetime.now() carries no zone, so Python prints nothing here
                case 'z', 'Z' -> "";
                default -> "%" + directive;
            };
        }
        return now.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }
}
