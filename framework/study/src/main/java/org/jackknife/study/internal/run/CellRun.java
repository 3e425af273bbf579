package org.jackknife.study.internal.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jackknife.api.task.Sample;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.study.Cell;
import org.jackknife.study.JournalEvent;
import org.jackknife.study.JournalEvent.EpisodeRef;
import org.jackknife.study.RunEvent;
import org.jackknife.study.internal.worker.Job;
import org.jackknife.study.internal.worker.Message;
import org.jackknife.study.internal.worker.Unplayed;
import org.jackknife.study.internal.worker.WorkerProcess;

/**
 * Plays one cell to its end, in one worker process after the other if need be.
 *
 * <p>When a worker dies, or is killed because it told nothing for too long, the episodes that it was playing are tried once more, first and one by one; the second death on
 * an episode ends it as an engine error. A worker that dies twice without playing anything ends the cell.
 */
final class CellRun {

    /** The most episodes that wait for the disk together when a worker is faster than the disk. */
    private static final int TOGETHER = 64;

    /** The second death on the same episode is its own fault. */
    private static final int STRIKES = 2;

    private final Job.Play template;
    private final Map<EpisodeRef, Sample> episodes;
    private final Workers workers;
    private final RunLog log;
    private final RunState state;
    private final Path logFile;
    private final List<JournalEvent.EpisodePlayed> waiting = new ArrayList<>();
    private int idleDeaths;

    /**
     * @param template the job, whose suspects and done episodes are filled in for each worker
     * @param episodes all episodes of the cell
     */
    CellRun(Job.Play template, Map<EpisodeRef, Sample> episodes, Workers workers, RunLog log, RunState state, Path logFile) {
        this.template = template;
        this.episodes = episodes;
        this.workers = workers;
        this.log = log;
        this.state = state;
        this.logFile = logFile;
    }

    private Cell cell() {
        return template.cell();
    }

    @Override
    public String toString() {
        return cell().toString();
    }

    /** Plays what is open; returns why episodes are missing, empty where none is. */
    String play() {
        if (state.isFinished(cell())) {
            return "";
        }
        long start = System.nanoTime();
        String reason = "";
        while (reason.isEmpty() && missing() > 0) {
            reason = workers.use(job(), logFile, this::watched);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        log.append(new JournalEvent.CellFinished(
                Instant.now(), seconds, cell().variant(), cell().task(), missing(), reason));
        log.tell(new RunEvent.CellFinished(cell(), missing(), reason));
        return reason;
    }

    private int missing() {
        return (int) episodes.keySet().stream()
                .filter(episode -> !state.isDone(cell(), episode))
                .count();
    }

    private Job.Play job() {
        return new Job.Play(
                template.cell(),
                template.model(),
                template.engine(),
                template.task(),
                template.samples(),
                template.policy(),
                template.repeats(),
                template.limits(),
                template.throughput(),
                state.suspects(cell()),
                state.done(cell()));
    }

    private String watched(WorkerProcess worker) {
        try (Watchdog watchdog = Watchdog.over(worker, template.limits().time().plus(workers.patience()))) {
            return listen(worker);
        }
    }

    /** Hears a worker out; returns why the cell must end, empty where it may go on or is done. */
    private String listen(WorkerProcess worker) {
        Set<EpisodeRef> playing = new LinkedHashSet<>();
        int before = state.episodes(cell());
        for (Message message = worker.next(); message != null; message = worker.next()) {
            switch (message) {
                case Message.Ready ready -> ready(ready);
                case Message.EpisodeStarted started -> playing.add(started.episode());
                case Message.StepPlayed step -> log.step(cell(), step.generatedTokens());
                case Message.EpisodeOver over -> playing.remove(over(over));
                case Message.EngineFault fault -> error(List.of(fault.episode()), fault.detail());
                case Message.Refused refused -> {
                    flush();
                    return refused.reason();
                }
                case Message.Finished finished -> { }
                case Message.Compressing compressing -> throw misplaced(message);
                case Message.Compressed compressed -> throw misplaced(message);
                case Message.Calibrating calibrating -> throw misplaced(message);
                case Message.Calibrated calibrated -> throw misplaced(message);
            }
            // a fast worker must not wait for the disk after every episode, a slow one's episodes must not wait at all
            if (waiting.size() >= TOGETHER || !worker.hasMore()) {
                flush();
            }
        }
        flush();
        if (workers.stopped() || missing() == 0) {
            return "";
        }
        return died(worker.ending(), playing, state.episodes(cell()) > before);
    }

    private static IllegalStateException misplaced(Message message) {
        return new IllegalStateException("a worker that plays sent " + message);
    }

    private void ready(Message.Ready ready) {
        log.append(new JournalEvent.CellStarted(
                Instant.now(), cell().variant(), cell().task(), ready.engine(), missing()));
        log.tell(new RunEvent.CellStarted(cell(), missing()));
    }

    private void flush() {
        if (!waiting.isEmpty()) {
            log.episodes(waiting);
            waiting.clear();
        }
    }

    private EpisodeRef over(Message.EpisodeOver over) {
        Trajectory trajectory = over.trajectory();
        EpisodeRef episode =
                new EpisodeRef(trajectory.key().sample(), trajectory.key().repeat());
        if (!state.isDone(cell(), episode)) {
            waiting.add(new JournalEvent.EpisodePlayed(Instant.now(), over.seconds(), trajectory));
        }
        return episode;
    }

    private void error(List<EpisodeRef> playing, String detail) {
        log.append(new JournalEvent.EngineError(
                Instant.now(), cell().variant(), cell().task(), playing, detail, "logs/" + logFile.getFileName()));
        log.tell(new RunEvent.EngineError(cell(), detail, logFile));
    }

    private String died(String ending, Set<EpisodeRef> playing, boolean progressed) {
        error(new ArrayList<>(playing), ending);
        for (EpisodeRef episode : playing) {
            if (state.strikes(cell(), episode) >= STRIKES) {
                giveUp(episode, ending);
            }
        }
        if (!playing.isEmpty() || progressed) {
            idleDeaths = 0;
            return "";
        }
        idleDeaths++;
        return idleDeaths < STRIKES ? "" : "%s before it played anything, twice; see %s".formatted(ending, logFile);
    }

    private void giveUp(EpisodeRef episode, String ending) {
        EpisodeKey key = new EpisodeKey(cell().variant(), cell().task(), episode.sample(), episode.repeat());
        Trajectory trajectory = Unplayed.trajectory(
                key, episodes.get(episode), "%s in each of two tries; see %s".formatted(ending, logFile.getFileName()));
        log.episodes(List.of(new JournalEvent.EpisodePlayed(Instant.now(), 0, trajectory)));
    }
}
