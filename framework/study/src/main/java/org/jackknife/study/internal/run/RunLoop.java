package org.jackknife.study.internal.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jackknife.api.model.Model;
import org.jackknife.api.task.Sample;
import org.jackknife.study.Cell;
import org.jackknife.study.JournalEvent;
import org.jackknife.study.JournalEvent.EpisodeRef;
import org.jackknife.study.Plan;
import org.jackknife.study.RunEvent;
import org.jackknife.study.RunSummary;
import org.jackknife.study.RunSummary.CellRate;
import org.jackknife.study.Scenario;
import org.jackknife.study.StudyException;
import org.jackknife.study.TaskSpec;
import org.jackknife.study.internal.plan.Setup;
import org.jackknife.study.internal.plan.Variants;
import org.jackknife.study.internal.worker.Job;

/** Makes one variant after the other ready and plays their cells, as many at once as there are workers. */
final class RunLoop {

    private final Plan plan;
    private final Setup setup;
    private final Workers workers;
    private final VariantRun variants;
    private final RunLog log;
    private final RunState state;
    private final Path folder;
    /** What stopped the run: everything that fails after it only fails because workers were killed. */
    private final AtomicReference<RuntimeException> stopper = new AtomicReference<>();

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    RunLoop(Plan plan, Setup setup, Workers workers, VariantRun variants, RunLog log, RunState state, Path folder) {
        this.plan = plan;
        this.setup = setup;
        this.workers = workers;
        this.variants = variants;
        this.log = log;
        this.state = state;
        this.folder = folder;
    }

    RunSummary run() {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> cells = new ArrayList<>();
            try {
                for (Variants.Named variant : Variants.of(plan.scenario())) {
                    Optional<Model> model = variants.prepare(variant);
                    if (model.isEmpty()) {
                        failures.add("variant %s could not be made".formatted(variant.name()));
                        continue;
                    }
                    for (TaskSpec task : plan.scenario().tasks()) {
                        cells.add(threads.submit(() -> play(cellRun(variant.name(), task, model.get()))));
                    }
                }
                for (Future<?> cell : cells) {
                    cell.get();
                }
            } catch (ExecutionException e) {
                throw stopped(new StudyException("the run broke: " + e.getCause(), e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw stopped(new StudyException("the run was interrupted; resume it when you like", e));
            } catch (RuntimeException e) {
                throw stopped(e);
            }
        }
        return finish();
    }

    private void play(CellRun cell) {
        try {
            String reason = cell.play();
            if (!reason.isEmpty()) {
                failures.add(cell + ": " + reason);
            }
        } catch (RuntimeException e) {
            // without a journal there is no use in going on anywhere
            throw stopped(e);
        }
    }

    /** Stops all workers; returns what was the first reason to stop. */
    private RuntimeException stopped(RuntimeException reason) {
        stopper.compareAndSet(null, reason);
        workers.stop();
        return stopper.get();
    }

    private CellRun cellRun(String variant, TaskSpec task, Model model) {
        Scenario scenario = plan.scenario();
        Cell cell = new Cell(variant, task.label());
        Job.Play job = new Job.Play(
                cell,
                model,
                setup.engine(),
                task.task(),
                task.samples(),
                scenario.policy(),
                scenario.repeats(),
                scenario.limits(),
                scenario.throughput(),
                List.of(),
                List.of());
        Path logFile = workers.log("%s-%s".formatted(FileNames.safe(variant), FileNames.safe(task.label())));
        return new CellRun(job, episodes(task), workers, log, state, logFile);
    }

    private Map<EpisodeRef, Sample> episodes(TaskSpec task) {
        Map<EpisodeRef, Sample> episodes = new LinkedHashMap<>();
        for (Sample sample : setup.samples().get(task.label())) {
            for (int repeat = 0; repeat < plan.scenario().repeats(); repeat++) {
                episodes.put(new EpisodeRef(sample.id(), repeat), sample);
            }
        }
        return episodes;
    }

    private RunSummary finish() {
        int missing = plan.episodes() - state.episodes();
        log.append(new JournalEvent.RunFinished(
                Instant.now(), log.seconds(), state.episodes(), missing, state.engineErrors()));
        RunSummary summary = new RunSummary(
                folder,
                state.episodes(),
                missing,
                state.engineErrors(),
                log.seconds(),
                plan.cells().stream().map(cell -> rate(cell.cell())).toList(),
                List.copyOf(failures));
        log.tell(new RunEvent.Finished(summary));
        return summary;
    }

    private CellRate rate(Cell cell) {
        Optional<JournalEvent.VariantReady> variant = state.ready(cell.variant());
        return new CellRate(
                cell,
                variant.flatMap(JournalEvent.VariantReady::sha256).orElse(""),
                plan.scenario().policy().toString(),
                variant.map(JournalEvent.VariantReady::bytes).orElse(0L),
                state.episodes(cell),
                state.seconds(cell));
    }
}
