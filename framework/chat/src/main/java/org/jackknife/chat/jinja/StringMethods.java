package org.jackknife.chat.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import org.jackknife.chat.python.PythonTuple;

/** Methods of str. */
final class StringMethods {

    private StringMethods() {}

    static Optional<Callable> of(String text, String name) {
        Callable method = switch (name) {
            case "upper" -> plain(text.toUpperCase(Locale.ROOT));
            case "lower", "casefold" -> plain(text.toLowerCase(Locale.ROOT));
            case "capitalize" -> plain(PythonText.capitalize(text));
            case "title" -> plain(PythonText.title(text));
            case "strip" -> arguments -> strip(text, arguments, true, true);
            case "lstrip" -> arguments -> strip(text, arguments, true, false);
            case "rstrip" -> arguments -> strip(text, arguments, false, true);
            case "split" -> arguments -> split(text, arguments, false);
            case "rsplit" -> arguments -> split(text, arguments, true);
            case "splitlines" -> arguments -> PythonText.splitLines(text, arguments.bind("keepends").flag("keepends", false));
            case "partition" -> arguments -> partition(text, arguments, false);
            case "rpartition" -> arguments -> partition(text, arguments, true);
            case "join" -> arguments -> join(text, arguments);
            case "replace" -> arguments -> replace(text, arguments);
            default -> search(text, name);
        };
        return Optional.ofNullable(method);
    }

    private static Callable search(String text, String name) {
        return switch (name) {
            case "startswith" -> arguments -> anyAffix(text, arguments, String::startsWith);
            case "endswith" -> arguments -> anyAffix(text, arguments, String::endsWith);
            case "removeprefix" -> arguments -> {
                String prefix = arguments.bind("prefix").text("prefix", "");
                return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
            };
            case "removesuffix" -> arguments -> {
                String suffix = arguments.bind("suffix").text("suffix", "");
                return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
            };
            case "find" -> arguments -> position(text, text.indexOf(part(arguments)));
            case "rfind" -> arguments -> position(text, text.lastIndexOf(part(arguments)));
            case "index" -> arguments -> found(position(text, text.indexOf(part(arguments))));
            case "rindex" -> arguments -> found(position(text, text.lastIndexOf(part(arguments))));
            case "count" -> arguments -> count(text, part(arguments));
            default -> shape(text, name);
        };
    }

    private static Callable shape(String text, String name) {
        return switch (name) {
            case "isdigit", "isdecimal", "isnumeric" -> plain(all(text, Character::isDigit));
            case "isalpha" -> plain(all(text, Character::isLetter));
            case "isalnum" -> plain(all(text, Character::isLetterOrDigit));
            case "isspace" -> plain(all(text, PythonText::isSpace));
            case "isupper" -> plain(cased(text, text.toUpperCase(Locale.ROOT)));
            case "islower" -> plain(cased(text, text.toLowerCase(Locale.ROOT)));
            case "ljust" -> arguments -> justify(text, arguments, 0);
            case "rjust" -> arguments -> justify(text, arguments, 1);
            case "zfill" -> arguments -> {
                int missing = arguments.bind("width").number("width", 0) - PythonText.length(text);
                boolean signed = text.startsWith("-") || text.startsWith("+");
                return missing <= 0 ? text : text.substring(0, signed ? 1 : 0) + "0".repeat(missing) + text.substring(signed ? 1 : 0);
            };
            default -> null;
        };
    }

    private static Callable plain(Object result) {
        return arguments -> {
            arguments.bind();
            return result;
        };
    }

    private static String strip(String text, Arguments arguments, boolean left, boolean right) {
        Object characters = arguments.bind("chars").get("chars", null);
        String result = text;
        if (characters == null) {
            result = left ? PythonText.stripLeft(result) : result;
            return right ? PythonText.stripRight(result) : result;
        }
        result = left ? PythonText.stripLeft(result, Values.text(characters)) : result;
        return right ? PythonText.stripRight(result, Values.text(characters)) : result;
    }

    private static List<Object> split(String text, Arguments arguments, boolean fromRight) {
        Arguments.Bound bound = arguments.bind("sep", "maxsplit");
        Object separator = bound.get("sep", null);
        int limit = bound.number("maxsplit", -1);
        if (separator == null) {
            return fromRight ? PythonText.splitWordsFromRight(text, limit) : PythonText.splitWords(text, limit);
        }
        String by = Values.text(separator);
        return fromRight ? PythonText.splitFromRight(text, by, limit) : PythonText.split(text, by, limit);
    }

    private static Object partition(String text, Arguments arguments, boolean fromRight) {
        String separator = Values.text(arguments.bind("sep").require("sep"));
        if (separator.isEmpty()) {
            throw TemplateException.unplaced("empty separator");
        }
        int at = fromRight ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (at < 0) {
            return fromRight ? PythonTuple.of("", "", text) : PythonTuple.of(text, "", "");
        }
        return PythonTuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    private static String join(String separator, Arguments arguments) {
        StringBuilder out = new StringBuilder();
        List<?> items = Values.iterate(arguments.bind("iterable").require("iterable"));
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : separator).append(Values.text(items.get(i)));
        }
        return out.toString();
    }

    private static String replace(String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("old", "new", "count");
        return PythonText.replace(text, Values.text(bound.require("old")), Values.text(bound.require("new")), bound.number("count", -1));
    }

    private static boolean anyAffix(String text, Arguments arguments, BiPredicate<String, String> matches) {
        Object affix = arguments.bind("affix").require("affix");
        return affix instanceof PythonTuple several
                ? several.stream().anyMatch(each -> matches.test(text, Values.text(each)))
                : matches.test(text, Values.text(affix));
    }

    private static String part(Arguments arguments) {
        return Values.text(arguments.bind("sub").require("sub"));
    }

    /** A UTF-16 offset as the offset in code points that Python counts. */
    private static long position(String text, int utf16) {
        return utf16 < 0 ? -1 : text.codePointCount(0, utf16);
    }

    private static long found(long position) {
        if (position < 0) {
            throw TemplateException.unplaced("substring not found");
        }
        return position;
    }

    private static long count(String text, String part) {
        return part.isEmpty() ? PythonText.length(text) + 1L : PythonText.split(text, part, -1).size() - 1L;
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    private static boolean cased(String text, String converted) {
        return text.equals(converted) && text.codePoints().anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
    }

    private static String justify(String text, Arguments arguments, int right) {
        Arguments.Bound bound = arguments.bind("width", "fillchar");
        int missing = Math.max(0, bound.number("width", 0) - PythonText.length(text));
        String fill = bound.text("fillchar", " ").repeat(missing);
        return right == 1 ? fill + text : text + fill;
    }
}
