package org.jackknife.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.EpisodeScore;
import org.jackknife.score.Scores;

/** Compares the variants that two runs have in common, sample by sample, the first run being the measure. */
public final class TwoRuns {

    private static final String FIRST = " (1)";
    private static final String SECOND = " (2)";

    private TwoRuns() {}

    /**
     * One comparison per variant and task that both runs played; the runs are told apart by {@code (1)} and {@code (2)}
     * behind the variant's name. What is the dense model once more is a control here as it is within a run, and no part of
     * the correction.
     *
     * @throws IllegalArgumentException if the runs have no variant in common
     */
    public static List<Comparison> compare(RunData first, RunData second, ComparisonOptions options) {
        List<String> common = new ArrayList<>(first.scores().variants());
        common.retainAll(second.scores().variants());
        if (common.isEmpty()) {
            throw new IllegalArgumentException("the runs have no variant in common: %s against %s"
                    .formatted(
                            String.join(", ", first.scores().variants()), String.join(", ", second.scores().variants())));
        }
        Map<String, String> references = new LinkedHashMap<>();
        common.forEach(variant -> references.put(variant + SECOND, variant + FIRST));
        Scores.Builder both = Scores.builder();
        add(both, first.scores(), common, FIRST);
        add(both, second.scores(), common, SECOND);
        return both.build()
                .compare(references, options.withControls(second.controls().stream()
                        .map(control -> control + SECOND)
                        .collect(Collectors.toSet())));
    }

    private static void add(Scores.Builder both, Scores scores, List<String> variants, String suffix) {
        scores.cells().stream()
                .filter(cell -> variants.contains(cell.variant()))
                .flatMap(cell -> cell.episodes().stream())
                .forEach(episode -> both.add(renamed(episode, suffix)));
    }

    private static EpisodeScore renamed(EpisodeScore episode, String suffix) {
        EpisodeKey key = episode.key();
        return new EpisodeScore(
                new EpisodeKey(key.variant() + suffix, key.task(), key.sample(), key.repeat()),
                episode.difficulty(),
                episode.cluster(),
                episode.outcome(),
                episode.success(),
                episode.progress(),
                episode.grounding(),
                episode.steps(),
                episode.tokens(),
                episode.actions());
    }
}
