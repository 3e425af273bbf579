package org.jackknife.study;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.study.internal.plan.Planner;
import org.jackknife.study.internal.run.OneCalibration;
import org.jackknife.study.internal.run.OneCompression;
import org.jackknife.study.internal.run.StudyRun;

/**
 * Plans, runs and resumes scenarios.
 *
 * <p>A run is a folder with an append-only {@link Journal}; episodes are played in worker processes, so that native code
 * may die and the run goes on. A run that was killed, at whatever moment, is resumed with no episode lost and none
 * played twice. Safe for several threads.
 */
public final class Study {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Plugins plugins;
    private final Folders folders;
    private final WorkerLauncher launcher;
    private final String version;

    /**
     * @param launcher starts workers that know the same plug-ins
     * @param version the version of the program, for journals and for the provenance of files
     */
    public Study(Plugins plugins, Folders folders, WorkerLauncher launcher, String version) {
        this.plugins = plugins;
        this.folders = folders;
        this.launcher = launcher;
        this.version = version;
    }

    /**
     * Tells what a run would do and cost. Nothing is downloaded, made or played.
     *
     * @throws StudyException if the folders cannot be read; what the scenario gets wrong is in {@link Plan#problems}
     */
    public Plan plan(Scenario scenario) {
        return planner(scenario).plan();
    }

    private Planner planner(Scenario scenario) {
        try {
            return new Planner(scenario, plugins, folders, Planner.Capacity.here(folders));
        } catch (IOException e) {
            throw new StudyException("the free disk space of %s cannot be read: %s".formatted(folders.variants(), e), e);
        }
    }

    /** A folder for a new run: the scenario's name and the time. */
    public Path newRunFolder(Scenario scenario) {
        return folders.runs().resolve(scenario.name() + "-" + LocalDateTime.now().format(STAMP));
    }

    /**
     * Runs a scenario from its beginning.
     *
     * @param folder where the run is kept; made if need be, and empty of other runs
     * @throws StudyException if the plan has problems, the folder holds a run already or cannot be written, or the run has
     *     to stop; what is in the journal by then stays and can be resumed
     */
    public RunSummary run(Scenario scenario, Path folder, RunListener listener) {
        return studyRun(listener).start(planner(scenario), folder);
    }

    /**
     * Goes on with a run that was interrupted.
     *
     * @param folder the run's folder
     * @param scenario the scenario as it is now, which must still be the one that the run began with; empty to take it from
     *     the journal
     * @throws StudyException if scenario, plug-ins or models have changed, and as {@link #run}
     */
    public RunSummary resume(Path folder, Optional<Scenario> scenario, RunListener listener) {
        return studyRun(listener).resume(folder, scenario, this::planner);
    }

    private StudyRun studyRun(RunListener listener) {
        return new StudyRun(plugins, folders, launcher, version, listener);
    }

    /**
     * Makes one variant, in a worker process, unless it is in the variant store.
     *
     * @param model where the model comes from
     * @return its report; the file is {@link #variantFile}
     * @throws StudyException if the recipe cannot be applied; the message says why
     */
    public VariantReport compress(ModelSource model, Recipe recipe, RunListener listener) {
        return new OneCompression(plugins, folders, launcher, version).compress(model, recipe, listener);
    }

    /**
     * Gathers what the matrices of a model see on a corpus, in a worker process, unless it is in the store.
     *
     * @throws StudyException if the model or the corpus cannot be used; the message says why
     */
    public CalibrationReport calibrate(ModelSource model, CalibrationOptions options, RunListener listener) {
        return new OneCalibration(folders, launcher).calibrate(model, options, listener);
    }

    /** The file of a variant in the store. */
    public Path variantFile(VariantReport report) {
        return folders.variants().resolve(report.fingerprint() + ".gguf");
    }
}
