package org.jackknife.study.internal.run;

import java.time.Duration;
import java.util.List;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.study.Cell;
import org.jackknife.study.JournalEvent;
import org.jackknife.study.RunEvent;
import org.jackknife.study.RunListener;
import org.jackknife.study.RunProgress;
import org.jackknife.study.internal.journal.JournalWriter;

/** Where everything that happens in a run goes: first the journal, then the state, then the listener. Thread-safe. */
final class RunLog {

    private final JournalWriter journal;
    private final RunState state;
    private final RunListener listener;
    private final int total;
    private final long start = System.nanoTime();
    private int playedHere;
    private long turns;
    private long tokens;

    /** @param total episodes of the whole run */
    RunLog(JournalWriter journal, RunState state, RunListener listener, int total) {
        this.journal = journal;
        this.state = state;
        this.listener = listener;
        this.total = total;
    }

    void append(JournalEvent event) {
        // not under the lock of this object: the disk may be slow, and turns of other cells are told meanwhile
        journal.append(List.of(event));
        state.apply(event);
    }

    synchronized void tell(RunEvent event) {
        listener.on(event);
    }

    synchronized void step(Cell cell, int generatedTokens) {
        turns++;
        tokens += generatedTokens;
        listener.on(new RunEvent.Stepped(cell, progress()));
    }

    /** Writes episodes with one access to the disk; only then do they count as played. */
    void episodes(List<JournalEvent.EpisodePlayed> events) {
        journal.append(events);
        events.forEach(this::played);
    }

    private synchronized void played(JournalEvent.EpisodePlayed event) {
        state.apply(event);
        playedHere++;
        Trajectory trajectory = event.trajectory();
        listener.on(new RunEvent.EpisodeOver(trajectory.key(), trajectory.ending(), progress()));
    }

    synchronized RunProgress progress() {
        return new RunProgress(state.episodes(), total, playedHere, turns, tokens, elapsed());
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    double seconds() {
        return elapsed().toNanos() / 1e9;
    }
}
