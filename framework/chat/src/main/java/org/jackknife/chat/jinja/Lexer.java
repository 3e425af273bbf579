package org.jackknife.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.chat.jinja.Token.Kind;

/**
 * Cuts template source into tokens, with the whitespace rules of Jinja2 under {@code trim_blocks} and
 * {@code lstrip_blocks}, the settings under which Hugging Face renders chat templates.
 *
 * <p>The rules: a newline right behind a block or comment is dropped; blanks between the start of a line and a block or
 * comment are dropped; {@code -} beside a delimiter drops all whitespace on that side, {@code +} switches the two
 * automatic rules off; one newline at the very end of the source is dropped.
 */
final class Lexer {

    private static final Pattern NEWLINE = Pattern.compile("\r\n|\r|\n");
    private static final Pattern OPENING = Pattern.compile("\\{%([-+]?)\\s*raw\\s*(?:-%\\}\\s*|%\\})|\\{([%#{])([-+]?)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern COMMENT_END = Pattern.compile("\\+#\\}|-#\\}\\s*|#\\}\\n?", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BLOCK_END = Pattern.compile("\\+%\\}|-%\\}\\s*|%\\}\\n?", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern VARIABLE_END = Pattern.compile("-\\}\\}\\s*|\\}\\}", Pattern.UNICODE_CHARACTER_CLASS);

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    /** Whether the text read next starts a line, so that blanks before a block in it may be dropped. */
    private boolean lineStarting = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        String normalized = NEWLINE.matcher(source).replaceAll("\n");
        if (normalized.endsWith("\n")) {
            normalized = normalized.substring(0, normalized.length() - 1);
        }
        return new Lexer(normalized).run();
    }

    private List<Token> run() {
        Matcher opening = OPENING.matcher(source);
        while (opening.find(at)) {
            boolean raw = opening.group(2) == null;
            String sign = opening.group(raw ? 1 : 3);
            boolean variable = !raw && opening.group(2).equals("{");
            data(source.substring(at, opening.start()), sign, !variable);
            moveTo(opening.end());
            if (raw) {
                raw();
            } else if (variable) {
                tag(Kind.VARIABLE_BEGIN, Kind.VARIABLE_END, VARIABLE_END);
            } else if (opening.group(2).equals("%")) {
                tag(Kind.BLOCK_BEGIN, Kind.BLOCK_END, BLOCK_END);
            } else {
                comment();
            }
        }
        add(Kind.DATA, source.substring(at));
        add(Kind.END, "");
        return tokens;
    }

    /** Adds the text before a tag, stripped as the tag's sign and the automatic rule demand. */
    private void data(String text, String sign, boolean mayStripLine) {
        String kept = text;
        if (sign.equals("-")) {
            kept = PythonText.stripRight(text);
        } else if (sign.isEmpty() && mayStripLine) {
            int lineStart = text.lastIndexOf('\n') + 1;
            boolean blank = text.substring(lineStart).codePoints().allMatch(PythonText::isSpace);
            if (blank && (lineStart > 0 || lineStarting)) {
                kept = text.substring(0, lineStart);
            }
        }
        add(Kind.DATA, kept);
    }

    private void comment() {
        Matcher end = COMMENT_END.matcher(source);
        if (!end.find(at)) {
            throw new TemplateException(line, "missing end of comment tag");
        }
        moveTo(end.end());
    }

    private void raw() {
        Matcher end = RAW_END.matcher(source);
        if (!end.find(at)) {
            throw new TemplateException(line, "missing end of raw directive");
        }
        data(source.substring(at, end.start()), end.group(1), true);
        moveTo(end.end());
    }

    private void tag(Kind begin, Kind end, Pattern endPattern) {
        add(begin, source.substring(at - 2, at));
        ExpressionLexer inside = new ExpressionLexer(source, at, line, endPattern);
        inside.readInto(tokens);
        add(end, "");
        moveTo(inside.end());
    }

    private void moveTo(int end) {
        for (int i = at; i < end; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        at = end;
        lineStarting = source.charAt(end - 1) == '\n';
    }

    private void add(Kind kind, String text) {
        if (kind != Kind.DATA || !text.isEmpty()) {
            tokens.add(new Token(kind, text, line));
        }
    }
}
