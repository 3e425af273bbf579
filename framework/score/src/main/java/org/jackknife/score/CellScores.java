package org.jackknife.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.score.statistics.PassHatK;

/** The scores of one variant on one task, sample by sample, in order of sample ids. Immutable. */
public final class CellScores {

    private final String variant;
    private final String task;
    private final List<EpisodeScore> episodes;
    private final List<SampleScore> samples;

    private CellScores(String variant, String task, List<EpisodeScore> episodes) {
        this.variant = variant;
        this.task = task;
        this.episodes = episodes;
        Map<String, List<EpisodeScore>> bySample = new TreeMap<>();
        for (EpisodeScore episode : episodes) {
            bySample.computeIfAbsent(episode.key().sample(), _ -> new ArrayList<>()).add(episode);
        }
        this.samples = bySample.values().stream().map(SampleScore::of).toList();
    }

    /** Takes the episodes of one cell in any order. */
    static final class Builder {

        private final Map<EpisodeKey, EpisodeScore> episodes = new HashMap<>();

        /**
         * Adds an episode.
         *
         * @throws IllegalArgumentException if the episode was there
         */
        void add(EpisodeScore episode) {
            EpisodeScore before = episodes.putIfAbsent(episode.key(), episode);
            if (before != null) {
                throw new IllegalArgumentException(
                        "%s is there twice, first %s, then %s; a journal holds each episode once".formatted(episode.key(), before.outcome(), episode.outcome()));
            }
        }

        CellScores build() {
            EpisodeKey any = episodes.keySet().iterator().next();
            List<EpisodeScore> sorted = episodes.values().stream()
                    .sorted(Comparator.comparing((EpisodeScore e) -> e.key().sample())
                            .thenComparing(e -> e.key().repeat()))
                    .toList();
            return new CellScores(any.variant(), any.task(), sorted);
        }
    }

    public String variant() {
        return variant;
    }

    public String task() {
        return task;
    }

    /** Every episode, infrastructure errors included, by sample and repeat. */
    public List<EpisodeScore> episodes() {
        return episodes;
    }

    /** Every sample, also those without a score. */
    public List<SampleScore> samples() {
        return samples;
    }

    /** Rates, errors, outcomes and costs. */
    public CellSummary summary() {
        List<SampleScore> scored = samples.stream().filter(SampleScore::scored).toList();
        return new CellSummary(
                variant,
                task,
                SplitScore.of(scored),
                SplitScore.of(of(Difficulty.EASY, scored)),
                SplitScore.of(of(Difficulty.HARD, scored)),
                outcomes(),
                samples.stream().filter(s -> !s.scored()).map(SampleScore::sample).toList(),
                passHatK(scored),
                meanOverCounted(EpisodeScore::steps),
                meanOverCounted(e -> e.tokens().generated()));
    }

    private static List<SampleScore> of(Difficulty difficulty, List<SampleScore> samples) {
        return samples.stream().filter(s -> s.difficulty() == difficulty).toList();
    }

    private Map<Outcome, Integer> outcomes() {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, 0);
        }
        episodes.forEach(episode -> outcomes.merge(episode.outcome(), 1, Integer::sum));
        return outcomes;
    }

    private static List<Double> passHatK(List<SampleScore> scored) {
        int repeats = scored.stream().mapToInt(SampleScore::episodes).min().orElse(0);
        return IntStream.rangeClosed(1, repeats)
                .mapToObj(k -> scored.stream()
                        .mapToDouble(s -> PassHatK.estimate(s.successes(), s.episodes(), k))
                        .average()
                        .orElseThrow())
                .toList();
    }

    private double meanOverCounted(ToDoubleFunction<EpisodeScore> number) {
        return episodes.stream()
                .filter(e -> e.outcome().countsForModel())
                .mapToDouble(number)
                .average()
                .orElse(Double.NaN);
    }
}
