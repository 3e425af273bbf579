package org.jackknife.toolquery.internal.generate;

import java.util.List;

/**
 * What a goal template works with.
 *
 * @param world the sample's own world
 * @param dice its random choices
 * @param walk takes the oracle's calls
 */
public record Scene<W>(W world, Dice dice, Walk walk) {

    /** How the agent is to write its answer. */
    public enum Form {
        NUMBER("Answer with a number.", "Give the number.", "The answer is a number."),
        TEXT("Answer with a text.", "Give the text.", "The answer is a text."),
        LIST("Answer with a list.", "Give a list.", "The answer is a list.");

        private final List<String> sentences;

        Form(String... sentences) {
            this.sentences = List.of(sentences);
        }
    }

    /** One of several ways to ask, its slots filled, with a sentence that names the form of the answer. */
    public String ask(Form form, List<String> ways, Object... slots) {
        return dice.pick(ways).formatted(slots) + " " + dice.pick(form.sentences);
    }
}
