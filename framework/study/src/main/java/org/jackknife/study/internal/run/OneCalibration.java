package org.jackknife.study.internal.run;

import java.util.Optional;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.model.Model;
import org.jackknife.study.CalibrationReport;
import org.jackknife.study.Folders;
import org.jackknife.study.ModelSource;
import org.jackknife.study.RunEvent;
import org.jackknife.study.RunListener;
import org.jackknife.study.StudyException;
import org.jackknife.study.WorkerLauncher;
import org.jackknife.study.internal.variant.ModelResolver;
import org.jackknife.study.internal.worker.Job;
import org.jackknife.study.internal.worker.Message;
import org.jackknife.study.internal.worker.WorkerProcess;

/** Calibrates one model outside of any compression, in a worker process. */
public final class OneCalibration {

    private final Folders folders;
    private final WorkerLauncher launcher;

    public OneCalibration(Folders folders, WorkerLauncher launcher) {
        this.folders = folders;
        this.launcher = launcher;
    }

    /** Gathers the statistics unless they are there; progress goes to the listener. */
    public CalibrationReport calibrate(ModelSource source, CalibrationOptions options, RunListener listener) {
        Model model = new ModelResolver(folders)
                .resolve(source, (done, total, what) -> listener.on(new RunEvent.Downloading(source.name(), done, total)));
        Workers workers = new Workers(launcher, folders.variants().resolve("logs"), 1);
        Job.Calibrate job = new Job.Calibrate(
                model, options, folders.variants().toAbsolutePath(), Runtime.getRuntime().availableProcessors());
        return workers.use(
                job,
                workers.log("calibrate-" + FileNames.safe(source.name())),
                worker -> listen(worker, source.name(), listener));
    }

    private static CalibrationReport listen(WorkerProcess worker, String model, RunListener listener) {
        Optional<CalibrationReport> report = Optional.empty();
        for (Message message = worker.next(); message != null; message = worker.next()) {
            switch (message) {
                case Message.Calibrating at -> listener.on(new RunEvent.Calibrating(model, at.done(), at.total()));
                case Message.Calibrated calibrated -> report = Optional.of(calibrated.report());
                case Message.Refused refused -> throw new StudyException("%s: %s".formatted(model, refused.reason()));
                case Message.Finished finished -> { }
                default -> throw new IllegalStateException("a worker that calibrates sent " + message);
            }
        }
        return report.orElseThrow(() -> new StudyException("%s: %s".formatted(model, worker.ending())));
    }
}
