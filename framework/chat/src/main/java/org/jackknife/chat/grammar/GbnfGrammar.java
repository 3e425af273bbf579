package org.jackknife.chat.grammar;

import java.util.Map;

/**
 * A valid grammar in llama.cpp's GBNF.
 *
 * <p>llama.cpp accepts invalid grammars silently and then constrains nothing, so a grammar is checked here before it gets
 * there. Immutable and safe for use by several threads.
 */
public final class GbnfGrammar {

    private static final String ROOT = "root";

    private final String text;
    private final Map<String, GbnfParser.Rule> rules;

    private GbnfGrammar(String text, Map<String, GbnfParser.Rule> rules) {
        this.text = text;
        this.rules = rules;
    }

    /**
     * Parses and checks a grammar.
     *
     * @throws GrammarException if the syntax is wrong, a rule is undefined or defined twice, there is no {@code root}, or a
     *     rule is left-recursive; it names the line
     */
    public static GbnfGrammar parse(String text) {
        Map<String, GbnfParser.Rule> rules = GbnfParser.parse(text);
        if (!rules.containsKey(ROOT)) {
            throw new GrammarException(1, "there is no rule 'root' to start with; the rules are " + rules.keySet());
        }
        RuleCheck.check(rules);
        return new GbnfGrammar(text, rules);
    }

    /** The grammar as text for llama.cpp. */
    public String text() {
        return text;
    }

    /** Whether the grammar produces exactly this text. Meant for tests and checks, not for decoding. */
    public boolean matches(String candidate) {
        return new Recogniser(rules, candidate).matches(ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
