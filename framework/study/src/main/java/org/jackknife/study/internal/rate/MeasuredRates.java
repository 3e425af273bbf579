package org.jackknife.study.internal.rate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jackknife.study.StudyException;
import org.jackknife.study.WorkerLauncher;
import org.jackknife.study.internal.worker.Job;
import org.jackknife.study.internal.worker.Message;
import org.jackknife.study.internal.worker.WorkerProcess;

/**
 * Rates of this machine: measured once, in a worker process, since the process that plans loads nothing native, and
 * remembered beside the variants.
 */
public final class MeasuredRates implements RateSource {

    private final WorkerLauncher launcher;
    private final Path folder;
    private final RateStore store;

    /** @param folder of the variant store */
    public MeasuredRates(WorkerLauncher launcher, Path folder) {
        this.launcher = launcher;
        this.folder = folder.toAbsolutePath();
        this.store = new RateStore(this.folder, Processor.name(), Processor.threads());
    }

    @Override
    public MachineRates of(Set<WorkKind> kinds) throws IOException {
        MachineRates known = store.find();
        Set<WorkKind> missing = known.missing(kinds);
        if (missing.isEmpty()) {
            return known;
        }
        MachineRates all = known.with(measure(missing));
        store.keep(all);
        return all;
    }

    private Map<WorkKind, Double> measure(Set<WorkKind> kinds) throws IOException {
        Files.createDirectories(folder);
        List<String> names = kinds.stream().map(WorkKind::toString).toList();
        Job job = new Job.Measure(names, folder, Processor.threads());
        try (WorkerProcess worker = WorkerProcess.start(launcher, job, folder.resolve("logs").resolve("measure.log"))) {
            return listen(worker);
        } catch (StudyException e) {
            // a plan does without: what is assumed is said, and a run would tell what is wrong with workers
            return Map.of();
        }
    }

    /** Nothing where the worker died. */
    private static Map<WorkKind, Double> listen(WorkerProcess worker) {
        Map<WorkKind, Double> rates = Map.of();
        for (Message message = worker.next(); message != null; message = worker.next()) {
            if (message instanceof Message.Measured measured) {
                rates = measured.rates();
            }
        }
        return rates;
    }
}
