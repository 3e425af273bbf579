package org.jackknife.chat.jinja;

/**
 * A piece of template source.
 *
 * @param text the raw text for DATA, the resolved text for STRING, the spelling for everything else
 * @param line line in the source, from 1
 */
record Token(Kind kind, String text, int line) {

    enum Kind { DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR, END }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    String describe() {
        return switch (kind) {
            case END -> "end of template";
            case BLOCK_END -> "end of statement block";
            case VARIABLE_END -> "end of print statement";
            default -> "'" + text + "'";
        };
    }
}
