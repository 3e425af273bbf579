package org.jackknife.chat.jinja;

/**
 * Counts the work of one rendering. Templates come out of files of strangers: one that loops without end must become an
 * error, not a hanging run.
 */
final class Budget {

    /** A real prompt of a hundred turns takes some ten thousand steps. */
    private static final long MAX_STEPS = 20_000_000;

    /** Characters of output; far above any context window. */
    private static final long MAX_OUTPUT = 64L << 20;

    /** Macros and recursive loops within each other. */
    private static final int MAX_CALLS = 150;

    /** Expressions within each other, those of calling macros included; keeps long chains from overflowing the stack. */
    private static final int MAX_NESTING = 1000;

    private long steps;
    private int nesting;
    private long output;
    private int calls;

    void step() {
        spend(1);
    }

    void spend(long work) {
        steps += work;
        if (steps > MAX_STEPS) {
            throw TemplateException.unplaced("gave up after " + MAX_STEPS + " steps; does a loop multiply?");
        }
    }

    void wrote(int characters) {
        output += characters;
        if (output > MAX_OUTPUT) {
            throw TemplateException.unplaced("gave up after " + MAX_OUTPUT + " characters of output");
        }
    }

    void enterCall() {
        if (++calls > MAX_CALLS) {
            throw TemplateException.unplaced("maximum recursion depth of " + MAX_CALLS + " calls exceeded");
        }
    }

    void enterExpression() {
        if (++nesting > MAX_NESTING) {
            throw TemplateException.unplaced("more than " + MAX_NESTING + " expressions within each other");
        }
    }

    void leaveExpression() {
        nesting--;
    }

    void leaveCall() {
        calls--;
    }
}
