package org.jackknife.view;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackknife.api.engine.EngineInfo;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.Scores;
import org.jackknife.score.trace.TraceAlignment;
import org.jackknife.study.Cell;
import org.jackknife.study.Journal;
import org.jackknife.study.JournalEvent;
import org.jackknife.study.JournalEvent.VariantEntry;
import org.jackknife.study.Scenario;

/**
 * What a journal says, scored: the one reading behind tables and reports. Nothing but the journal is read.
 *
 * <p>Scores keep numbers only. Trajectories are kept where they are asked for, and then take as much memory as the
 * journal is long.
 */
public final class RunData {

    private final Path journal;
    private JournalEvent.RunStarted start;
    private final Map<String, JournalEvent.VariantReady> ready = new HashMap<>();
    private final Map<Cell, Map<EpisodeKey, Trajectory>> trajectories = new HashMap<>();
    private final List<String> engineErrors = new ArrayList<>();
    private final Scores.Builder building = Scores.builder();
    private EngineInfo engine;
    private Scores scores;
    private long droppedBytes;

    private RunData(Path journal) {
        this.journal = journal;
    }

    /**
     * Reads and scores a run.
     *
     * @param run its folder, or a journal
     * @param keepTrajectories whether {@link #trajectory} is wanted
     * @throws org.jackknife.study.StudyException if there is no journal or it cannot be read
     */
    public static RunData read(Path run, boolean keepTrajectories) {
        Journal journal = Journal.of(run);
        RunData data = new RunData(journal.file());
        journal.read(event -> data.take(event, keepTrajectories));
        data.droppedBytes = journal.tornBytes();
        data.scores = data.building.build();
        return data;
    }

    private void take(JournalEvent event, boolean keepTrajectories) {
        switch (event) {
            case JournalEvent.RunStarted started -> start = started;
            case JournalEvent.VariantReady variant -> ready.put(variant.variant(), variant);
            case JournalEvent.CellStarted cell -> engine = cell.engine();
            case JournalEvent.EngineError error -> engineErrors.add(error.detail());
            case JournalEvent.EpisodePlayed played -> {
                building.add(played.trajectory());
                if (keepTrajectories) {
                    keep(played.trajectory());
                }
            }
            default -> { }
        }
    }

    private void keep(Trajectory trajectory) {
        trajectories
                .computeIfAbsent(cell(trajectory.key()), _ -> new LinkedHashMap<>())
                .put(trajectory.key(), trajectory);
    }

    private static Cell cell(EpisodeKey key) {
        return new Cell(key.variant(), key.task());
    }

    public Path journal() {
        return journal;
    }

    /** The first line of the journal. */
    public JournalEvent.RunStarted start() {
        return start;
    }

    public Scores scores() {
        return scores;
    }

    /** The engine of the latest cell; empty where no cell began. */
    public Optional<EngineInfo> engine() {
        return Optional.ofNullable(engine);
    }

    /** What failed in workers and was tried again, one sentence each. */
    public List<String> engineErrors() {
        return List.copyOf(engineErrors);
    }

    /** Bytes of a torn last line that were left out; usually 0. */
    public long droppedBytes() {
        return droppedBytes;
    }

    /** Size and bits per weight of a variant's file; empty where it was never made. */
    public Optional<JournalEvent.VariantReady> file(String variant) {
        return Optional.ofNullable(ready.get(variant));
    }

    /** The variant as the scenario has it. */
    public VariantEntry variant(String name) {
        return start.variants().stream()
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no variant '%s' in %s; there are %s"
                        .formatted(
                                name,
                                journal,
                                start.variants().stream().map(VariantEntry::name).collect(Collectors.joining(", ")))));
    }

    /** Every variant that was played against the dense one of its model, dense measured twice as the control. */
    public List<Comparison> comparisons(ComparisonOptions options) {
        List<String> played = scores.variants();
        Map<String, String> references = new LinkedHashMap<>();
        for (VariantEntry variant : start.variants()) {
            boolean compared = !variant.name().equals(variant.baseline());
            if (compared && played.contains(variant.name()) && played.contains(variant.baseline())) {
                references.put(variant.name(), variant.baseline());
            }
        }
        return scores.compare(references, options.withControls(controls()));
    }

    /** The names of the variants that are a dense one once more. */
    public Set<String> controls() {
        return start.variants().stream()
                .filter(variant -> variant.label().equals(Scenario.REPEATED_DENSE))
                .map(VariantEntry::name)
                .collect(Collectors.toSet());
    }

    /** A kept trajectory; empty where there is none, or none were kept. */
    public Optional<Trajectory> trajectory(EpisodeKey key) {
        return Optional.ofNullable(trajectories.getOrDefault(cell(key), Map.of()).get(key));
    }

    /** All kept trajectories of a cell, in the order of the journal. */
    public List<Trajectory> trajectories(String variant, String task) {
        return List.copyOf(trajectories.getOrDefault(new Cell(variant, task), Map.of()).values());
    }

    /** An episode aligned with the dense model's; empty where either is missing or failed by the infrastructure. */
    public Optional<TraceAlignment> alignment(EpisodeKey candidate) {
        String baseline = variant(candidate.variant()).baseline();
        EpisodeKey reference = new EpisodeKey(baseline, candidate.task(), candidate.sample(), candidate.repeat());
        Optional<Trajectory> dense = trajectory(reference).filter(RunData::counts);
        Optional<Trajectory> other = trajectory(candidate).filter(RunData::counts);
        return dense.isPresent() && other.isPresent()
                ? Optional.of(TraceAlignment.of(dense.get(), other.get()))
                : Optional.empty();
    }

    private static boolean counts(Trajectory trajectory) {
        return trajectory.ending().outcome().countsForModel();
    }
}
