package org.jackknife.api.environment;

import java.util.List;

/**
 * What an agent is told before its first move.
 *
 * @param system who the agent is; may be empty
 * @param instruction how the world works, for every policy
 * @param manual how actions are written in words, with the actions or tools that there are; for policies that act by
 *     text, where tool-calling policies offer {@link Environment#tools} instead; may be empty
 * @param examples whole example episodes in text form, for policies that show examples; may be empty
 * @param goal what is to be achieved
 * @param help lines that name helper commands, such as the one that lists valid actions; may be empty
 * @param observation the first observation
 */
public record Briefing(
        String system,
        String instruction,
        String manual,
        List<String> examples,
        String goal,
        List<String> help,
        String observation) {

    public Briefing {
        examples = List.copyOf(examples);
        help = List.copyOf(help);
    }
}
