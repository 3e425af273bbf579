package org.jackknife.chat.grammar;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Finds every place where an element can end; a rule is worked out once per place. */
final class Recogniser {

    private record Place(String rule, int position) {}

    private final Map<String, GbnfParser.Rule> rules;
    private final int[] text;
    private final Map<Place, BitSet> known = new HashMap<>();

    Recogniser(Map<String, GbnfParser.Rule> rules, String text) {
        this.rules = rules;
        this.text = text.codePoints().toArray();
    }

    boolean matches(String root) {
        return ends(root, 0).get(text.length);
    }

    private BitSet ends(String rule, int position) {
        Place place = new Place(rule, position);
        BitSet ends = known.get(place);
        if (ends == null) {
            ends = ends(rules.get(rule).body(), position);
            known.put(place, ends);
        }
        return ends;
    }

    private BitSet ends(Element element, int position) {
        return switch (element) {
            case Element.Literal literal -> {
                int length = literal.codePoints().size();
                boolean matches = position + length <= text.length;
                for (int i = 0; matches && i < length; i++) {
                    matches = text[position + i] == literal.codePoints().get(i);
                }
                yield only(matches, position + length);
            }
            case Element.CharacterClass characters ->
                    only(position < text.length && characters.matches(text[position]), position + 1);
            case Element.Reference reference -> ends(reference.rule(), position);
            case Element.Sequence sequence -> {
                BitSet places = only(true, position);
                for (Element part : sequence.parts()) {
                    places = step(part, places);
                }
                yield places;
            }
            case Element.Choice choice -> {
                BitSet all = new BitSet();
                choice.alternatives().forEach(each -> all.or(ends(each, position)));
                yield all;
            }
            case Element.Repetition repetition -> repeated(repetition, position);
        };
    }

    private BitSet step(Element element, BitSet places) {
        BitSet after = new BitSet();
        places.stream().forEach(place -> after.or(ends(element, place)));
        return after;
    }

    private BitSet repeated(Element.Repetition repetition, int position) {
        BitSet all = new BitSet();
        BitSet places = only(true, position);
        for (int times = 0; times <= repetition.most() && !places.isEmpty(); times++) {
            if (times >= repetition.least()) {
                BitSet before = (BitSet) all.clone();
                all.or(places);
                if (all.equals(before)) {
                    return all;
                }
            }
            places = step(repetition.element(), places);
        }
        return all;
    }

    private static BitSet only(boolean matches, int position) {
        BitSet places = new BitSet();
        if (matches) {
            places.set(position);
        }
        return places;
    }
}
