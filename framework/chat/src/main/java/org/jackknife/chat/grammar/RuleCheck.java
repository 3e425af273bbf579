package org.jackknife.chat.grammar;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Refuses rules that llama.cpp cannot run: those that name an undefined rule, and those that can reach themselves without
 * reading a character. A repetition counts as the recursive rule that llama.cpp writes it out to.
 */
final class RuleCheck {

    private final Map<String, GbnfParser.Rule> rules;
    private final Set<String> nullable = new HashSet<>();

    private RuleCheck(Map<String, GbnfParser.Rule> rules) {
        this.rules = rules;
    }

    static void check(Map<String, GbnfParser.Rule> rules) {
        RuleCheck check = new RuleCheck(rules);
        rules.values().forEach(rule -> check.defined(rule.body()));
        check.findNullable();
        rules.values().forEach(rule -> check.emptyRepetitions(rule.body()));
        rules.forEach((name, rule) -> check.leftRecursion(name, rule));
    }

    private void defined(Element element) {
        switch (element) {
            case Element.Reference reference -> {
                if (!rules.containsKey(reference.rule())) {
                    throw new GrammarException(reference.line(), "the rule '" + reference.rule() + "' is not defined");
                }
            }
            case Element.Sequence sequence -> sequence.parts().forEach(this::defined);
            case Element.Choice choice -> choice.alternatives().forEach(this::defined);
            case Element.Repetition repetition -> defined(repetition.element());
            case Element.Literal literal -> { }
            case Element.CharacterClass characters -> { }
        }
    }

    private void findNullable() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Map.Entry<String, GbnfParser.Rule> rule : rules.entrySet()) {
                changed |= isNullable(rule.getValue().body()) && nullable.add(rule.getKey());
            }
        }
    }

    private boolean isNullable(Element element) {
        return switch (element) {
            case Element.Literal literal -> literal.codePoints().isEmpty();
            case Element.CharacterClass characters -> false;
            case Element.Reference reference -> nullable.contains(reference.rule());
            case Element.Sequence sequence -> sequence.parts().stream().allMatch(this::isNullable);
            case Element.Choice choice -> choice.alternatives().stream().anyMatch(this::isNullable);
            case Element.Repetition repetition -> repetition.least() == 0 || isNullable(repetition.element());
        };
    }

    private void emptyRepetitions(Element element) {
        switch (element) {
            case Element.Repetition repetition -> {
                if (repetition.most() == Integer.MAX_VALUE && isNullable(repetition.element())) {
                    throw new GrammarException(repetition.line(), "left recursion: what is repeated without limit can be empty");
                }
                emptyRepetitions(repetition.element());
            }
            case Element.Sequence sequence -> sequence.parts().forEach(this::emptyRepetitions);
            case Element.Choice choice -> choice.alternatives().forEach(this::emptyRepetitions);
            case Element.Literal literal -> { }
            case Element.CharacterClass characters -> { }
            case Element.Reference reference -> { }
        }
    }

    private void leftRecursion(String name, GbnfParser.Rule rule) {
        Set<String> reached = new LinkedHashSet<>();
        startsWith(rule.body(), reached);
        if (reached.contains(name)) {
            throw new GrammarException(rule.line(), "left recursion: '" + name + "' reaches itself without reading a character");
        }
    }

    /** Collects every rule that can stand first, over rules as well. */
    private void startsWith(Element element, Set<String> reached) {
        switch (element) {
            case Element.Reference reference -> {
                if (reached.add(reference.rule())) {
                    startsWith(rules.get(reference.rule()).body(), reached);
                }
            }
            case Element.Sequence sequence -> {
                for (Element part : sequence.parts()) {
                    startsWith(part, reached);
                    if (!isNullable(part)) {
                        return;
                    }
                }
            }
            case Element.Choice choice -> choice.alternatives().forEach(each -> startsWith(each, reached));
            case Element.Repetition repetition -> startsWith(repetition.element(), reached);
            case Element.Literal literal -> { }
            case Element.CharacterClass characters -> { }
        }
    }
}
