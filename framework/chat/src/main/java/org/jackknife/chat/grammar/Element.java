package org.jackknife.chat.grammar;

import java.util.List;

/** A part of a grammar rule. */
sealed interface Element {

    /** @param codePoints what must stand there, one after the other */
    record Literal(List<Integer> codePoints) implements Element {}

    /** One character out of, or with {@code negated} outside, the ranges. */
    record CharacterClass(List<Range> ranges, boolean negated) implements Element {
        boolean matches(int codePoint) {
            return negated != ranges.stream().anyMatch(range -> codePoint >= range.first && codePoint <= range.last);
        }
    }

    record Range(int first, int last) {}

    record Reference(String rule, int line) implements Element {}

    record Sequence(List<Element> parts) implements Element {}

    record Choice(List<Element> alternatives) implements Element {}

    /** @param most {@link Integer#MAX_VALUE} for no limit */
    record Repetition(Element element, int least, int most, int line) implements Element {}
}
