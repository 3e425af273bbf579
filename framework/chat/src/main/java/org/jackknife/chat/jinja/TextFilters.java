package org.jackknife.chat.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filters that make text; as in Jinja2 most of them take any value and use its {@code str()}. */
final class TextFilters {

    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    /** do_title of Jinja2 starts a word after blanks and after these. */
    private static final Pattern TITLE_WORD = Pattern.compile("[^-\\s({\\[<]+", Pattern.UNICODE_CHARACTER_CLASS);

    private TextFilters() {}

    static void register(Map<String, Filters.Filter> filters) {
        filters.put("upper", (input, arguments) -> Values.str(input).toUpperCase(Locale.ROOT));
        filters.put("lower", (input, arguments) -> Values.str(input).toLowerCase(Locale.ROOT));
        filters.put("capitalize", (input, arguments) -> PythonText.capitalize(Values.str(input)));
        filters.put("title", (input, arguments) -> title(Values.str(input)));
        filters.put("string", (input, arguments) -> Values.str(input));
        filters.put("safe", (input, arguments) -> Values.str(input));
        filters.put("escape", (input, arguments) -> escape(Values.str(input)));
        filters.put("e", (input, arguments) -> escape(Values.str(input)));
        filters.put("trim", TextFilters::trim);
        filters.put("replace", TextFilters::replace);
        filters.put("indent", TextFilters::indent);
        filters.put("wordcount", (input, arguments) -> WORD.matcher(Values.str(input)).results().count());
        filters.put("truncate", TextFilters::truncate);
        filters.put("center", (input, arguments) -> center(Values.str(input), arguments.bind("width").number("width", 80)));
        filters.put("tojson", TextFilters::json);
    }

    private static String title(String text) {
        Matcher words = TITLE_WORD.matcher(text);
        return words.replaceAll(match -> Matcher.quoteReplacement(PythonText.capitalize(match.group())));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;").replace("'", "&#39;").replace("\"", "&#34;");
    }

    private static Object trim(Object input, Arguments arguments) {
        Object characters = arguments.bind("chars").get("chars", null);
        String text = Values.str(input);
        return characters == null
                ? PythonText.stripLeft(PythonText.stripRight(text))
                : PythonText.stripLeft(PythonText.stripRight(text, Values.text(characters)), Values.text(characters));
    }

    private static Object replace(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("old", "new", "count");
        Object count = bound.get("count", null);
        return PythonText.replace(Values.str(input), Values.str(bound.require("old")), Values.str(bound.require("new")),
                count == null ? -1 : Values.index(count));
    }

    private static Object indent(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("width", "first", "blank");
        String indention = bound.get("width", 4L) instanceof String text ? text : " ".repeat(Math.max(0, bound.number("width", 4)));
        boolean blank = bound.flag("blank", false);
        // Jinja2 appends a newline first, so that a last line end survives splitting into lines
        List<Object> lines = PythonText.splitLines(Values.text(input) + "\n", false);
        StringBuilder out = new StringBuilder(bound.flag("first", false) ? indention : "");
        for (int i = 0; i < lines.size(); i++) {
            String line = (String) lines.get(i);
            out.append(i == 0 ? "" : "\n").append(i > 0 && (blank || !line.isEmpty()) ? indention : "").append(line);
        }
        return out.toString();
    }

    private static Object truncate(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("length", "killwords", "end", "leeway");
        String text = Values.text(input);
        int length = bound.number("length", 255);
        String end = bound.text("end", "...");
        if (PythonText.length(text) <= length + bound.number("leeway", 5)) {
            return text;
        }
        String kept = text.substring(0, text.offsetByCodePoints(0, Math.max(0, length - PythonText.length(end))));
        if (!bound.flag("killwords", false)) {
            int blank = kept.lastIndexOf(' ');
            kept = blank < 0 ? kept : kept.substring(0, blank);
        }
        return kept + end;
    }

    /** str.center puts the odd blank on the left if the width is odd. */
    private static String center(String text, int width) {
        int missing = Math.max(0, width - PythonText.length(text));
        int left = missing / 2 + (missing & width & 1);
        return " ".repeat(left) + text + " ".repeat(missing - left);
    }

    /** The tojson of Hugging Face's chat templates, which unlike Jinja2's own escapes nothing for HTML. */
    private static Object json(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("ensure_ascii", "indent", "separators", "sort_keys");
        Object indent = bound.get("indent", null);
        String level = indent == null ? null : indent instanceof String text ? text : " ".repeat(Math.max(0, Values.index(indent)));
        Object separators = bound.get("separators", null);
        String item = indent == null ? ", " : ",";
        String key = ": ";
        if (separators != null) {
            List<?> pair = Values.iterate(separators);
            if (pair.size() != 2) {
                throw TemplateException.unplaced("separators must be a pair, got " + Values.repr(separators));
            }
            item = Values.text(pair.get(0));
            key = Values.text(pair.get(1));
        }
        return JsonText.write(input, new JsonText.Style(bound.flag("ensure_ascii", false), level, item, key, bound.flag("sort_keys", false)));
    }
}
