package org.jackknife.score;

import java.util.Collection;
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
         * Adds an episode.
         *
         * @throws IllegalArgumentException if the episode was there
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

    /** The names of the variants, in the order in which they first appear. */
    public List<String> variants() {
        return cells.keySet().stream().map(CellKey::variant).distinct().toList();
    }

    /**
     * Compares every other variant with one reference, as {@link #compare} does.
     *
     * @param reference the name of a variant, such as {@code dense}
     */
    public List<Comparison> against(String reference, ComparisonOptions options) {
        Map<String, String> references = new LinkedHashMap<>();
        variants().stream().filter(name -> !name.equals(reference)).forEach(name -> references.put(name, reference));
        return compare(references, options);
    }

    /**
     * Compares variants with their references on every task that both played, with p values corrected over all these
     * comparisons together. Comparisons stand in the order of the candidates' cells.
     *
     * @param references the name of the reference by the name of the candidate; other variants are left out
     * @throws IllegalArgumentException if a variant named here has no cell
     */
    public List<Comparison> compare(Map<String, String> references, ComparisonOptions options) {
        requireKnown(references.keySet());
        requireKnown(references.values());
        Comparer comparer = new Comparer(options);
        List<Comparison> raw = cells.values().stream()
                .filter(candidate -> references.containsKey(candidate.variant()))
                .flatMap(candidate -> cell(references.get(candidate.variant()), candidate.task()).stream()
                        .map(reference -> comparer.compare(reference, candidate)))
                .toList();
        return comparer.corrected(raw);
    }

    private void requireKnown(Collection<String> names) {
        List<String> known = variants();
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(unknown -> {
            throw new IllegalArgumentException(
                    "no episodes of a variant '%s'; there are episodes of %s".formatted(unknown, known));
        });
    }
}
