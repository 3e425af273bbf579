package org.jackknife.study.internal.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.study.Cell;
import org.jackknife.study.JournalEvent;
import org.jackknife.study.JournalEvent.EpisodeRef;
import org.jackknife.study.JournalEvent.VariantReady;

/** What a journal says is done: built by applying its events, when it is read and when it is written. Thread-safe. */
final class RunState {

    private final Map<Cell, CellState> cells = new HashMap<>();
    private final Map<String, VariantReady> ready = new HashMap<>();
    private JournalEvent.RunStarted started;
    private int episodes;
    private int engineErrors;

    /** What is known of one cell. */
    private static final class CellState {
        final Set<EpisodeRef> done = new HashSet<>();
        final Map<EpisodeRef, Integer> strikes = new HashMap<>();
        double seconds;
        boolean finished;
    }

    synchronized void apply(JournalEvent event) {
        switch (event) {
            case JournalEvent.RunStarted start -> started = start;
            case VariantReady variant -> ready.put(variant.variant(), variant);
            case JournalEvent.EpisodePlayed played -> episode(played);
            case JournalEvent.EngineError error -> {
                CellState cell = cell(new Cell(error.variant(), error.task()));
                error.episodes().forEach(episode -> cell.strikes.merge(episode, 1, Integer::sum));
            }
            case JournalEvent.CellFinished finished ->
                cell(new Cell(finished.variant(), finished.task())).finished = finished.missing() == 0;
            case JournalEvent.RunResumed resumed -> { }
            case JournalEvent.VariantFailed failed -> { }
            case JournalEvent.CellStarted cellStarted -> { }
            case JournalEvent.RunFinished finished -> { }
        }
    }

    private void episode(JournalEvent.EpisodePlayed played) {
        EpisodeKey key = played.trajectory().key();
        CellState cell = cell(new Cell(key.variant(), key.task()));
        cell.done.add(new EpisodeRef(key.sample(), key.repeat()));
        cell.seconds += played.seconds();
        episodes++;
        engineErrors += played.trajectory().ending().outcome() == Outcome.ENGINE_ERROR ? 1 : 0;
    }

    private CellState cell(Cell cell) {
        return cells.computeIfAbsent(cell, unknown -> new CellState());
    }

    synchronized Optional<JournalEvent.RunStarted> started() {
        return Optional.ofNullable(started);
    }

    synchronized Optional<VariantReady> ready(String variant) {
        return Optional.ofNullable(ready.get(variant));
    }

    synchronized List<EpisodeRef> done(Cell cell) {
        return List.copyOf(cell(cell).done);
    }

    synchronized boolean isDone(Cell cell, EpisodeRef episode) {
        return cell(cell).done.contains(episode);
    }

    /** How many workers died while they played this episode. */
    synchronized int strikes(Cell cell, EpisodeRef episode) {
        return cell(cell).strikes.getOrDefault(episode, 0);
    }

    /** Episodes that an engine failed on and that are not done. */
    synchronized List<EpisodeRef> suspects(Cell cell) {
        List<EpisodeRef> suspects = new ArrayList<>(cell(cell).strikes.keySet());
        suspects.removeAll(cell(cell).done);
        return suspects;
    }

    synchronized boolean isFinished(Cell cell) {
        return cell(cell).finished;
    }

    synchronized int episodes(Cell cell) {
        return cell(cell).done.size();
    }

    synchronized double seconds(Cell cell) {
        return cell(cell).seconds;
    }

    synchronized int episodes() {
        return episodes;
    }

    synchronized int engineErrors() {
        return engineErrors;
    }
}
