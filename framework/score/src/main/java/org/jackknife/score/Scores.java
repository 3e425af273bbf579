package org.jackknife.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.score.internal.Comparer;

/**
 * The scores of a run: cells in the order in which they first appear. Immutable, except for its builder.
 *
 * <p>Episodes are added one by one and only their numbers are kept, some hundred bytes each.
 */
public final class Scores {

    private record CellKey(String variant, String task) {}

    private final Map<CellKey, CellScores> cells;

    private Scores(Map<CellKey, CellScores> cells) {
        this.cells = cells;
    }

    /** Takes episodes as a journal hands them over. Not safe for several threads. */
    public static final class Builder {

        private final Map<CellKey, CellScores.Builder> cells = new LinkedHashMap<>();

        private Builder() {}

        /** Adds the numbers of a trajectory, as {@link #add(EpisodeScore)}. */
        public Builder add(Trajectory trajectory) {
            return add(EpisodeScore.of(trajectory));
        }

        /**
         * Adds an episode; one that was played again after an infrastructure error replaces the error.
         *
         * @throws IllegalArgumentException if the episode was there and did not fail
         */
        public Builder add(EpisodeScore episode) {
            EpisodeKey key = episode.key();
            cells.computeIfAbsent(new CellKey(key.variant(), key.task()), _ -> new CellScores.Builder())
                    .add(episode);
            return this;
        }

        public Scores build() {
            Map<CellKey, CellScores> built = new LinkedHashMap<>();
            cells.forEach((key, cell) -> built.put(key, cell.build()));
            return new Scores(built);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Every cell of which there is an episode. */
    public List<CellScores> cells() {
        return List.copyOf(cells.values());
    }

    /** One cell; empty where none of its episodes is there. */
    public Optional<CellScores> cell(String variant, String task) {
        return Optional.ofNullable(cells.get(new CellKey(variant, task)));
    }

    /** The rates of every cell. */
    public List<CellSummary> summaries() {
        return cells.values().stream().map(CellScores::summary).toList();
    }

    /**
     * Compares every other variant with a reference on every task that the reference played, with p values corrected
     * over all these comparisons together.
     *
     * @param reference the name of a variant, such as {@code dense}
     * @throws IllegalArgumentException if there is no such variant
     */
    public List<Comparison> against(String reference, ComparisonOptions options) {
        if (cells.keySet().stream().noneMatch(key -> key.variant().equals(reference))) {
            throw new IllegalArgumentException("no variant '%s' to compare with; there are %s"
                    .formatted(reference, cells.keySet().stream().map(CellKey::variant).distinct().toList()));
        }
        Comparer comparer = new Comparer(options);
        List<Comparison> raw = cells.values().stream()
                .filter(cell -> !cell.variant().equals(reference))
                .flatMap(cell -> cell(reference, cell.task()).stream().map(dense -> comparer.compare(dense, cell)))
                .toList();
        return comparer.corrected(raw);
    }
}
