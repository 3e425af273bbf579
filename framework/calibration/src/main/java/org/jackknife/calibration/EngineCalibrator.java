package org.jackknife.calibration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.calibration.Calibrator;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.calibration.GramVisitor;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Progress;
import org.jackknife.calibration.internal.StoredFile;
import org.jackknife.calibration.internal.corpus.SequencePacker;
import org.jackknife.calibration.internal.corpus.TextEnds;
import org.jackknife.calibration.internal.gram.GramRun;
import org.jackknife.calibration.internal.gram.GramStore;
import org.jackknife.calibration.internal.gram.GramVisits;
import org.jackknife.calibration.internal.run.ModelRun;
import org.jackknife.calibration.internal.statistics.StatisticsFile;
import org.jackknife.calibration.internal.statistics.StatisticsGatherer;
import org.jackknife.calibration.internal.statistics.StoredStatistics;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.numeric.LinearAlgebra;

/**
 * Calibrates with an engine: loads the model when it is first needed, runs it over a corpus, and keeps in a store what is
 * worth keeping. Statistics, which are those of the unchanged model in a sequential calibration as well, are always
 * kept; Gram matrices where they are small. One thread at a time; statistics that it gave die with {@link #close}.
 */
public final class EngineCalibrator implements Calibrator, AutoCloseable {

    private final Subject subject;
    private final Settings settings;
    private final Plugins plugins;
    private final Set<String> notes = new LinkedHashSet<>();
    private final List<StoredStatistics> opened = new ArrayList<>();
    private Optional<Loaded> loaded = Optional.empty();

    /** @param plugins where engine and tasks are found */
    public EngineCalibrator(Subject subject, Settings settings, Plugins plugins) {
        this.subject = subject;
        this.settings = settings;
        this.plugins = plugins;
    }

    /**
     * The model to calibrate.
     *
     * @param model its file, which stays open elsewhere
     * @param identity a name that changes with its weights, such as a hash
     */
    public record Subject(Gguf model, String identity) {}

    /**
     * How it is done.
     *
     * @param store the folder that keeps statistics and matrices; it need not exist
     * @param threads threads to keep busy, at least 1
     * @param memory bytes that the Gram matrices may take at a time
     * @param progress hears how many sequences are run
     */
    public record Settings(Path store, int threads, long memory, Progress progress) {}

    /** The model in memory, and a corpus as its tokens. */
    private record Loaded(ModelRun run, ModelRun.Setup setup, String fingerprint, List<int[]> sequences) {}

    @Override
    public ChannelStatistics channels(CalibrationOptions options) throws IOException {
        CalibrationPlan plan = plan(options);
        Path file = statisticsFile(plan);
        Optional<StoredStatistics> stored = StoredStatistics.open(file);
        if (stored.isEmpty()) {
            gather(plan, file);
            stored = StoredStatistics.open(file);
        }
        StoredStatistics statistics = stored.orElseThrow(
                () -> new IOException("%s was written and cannot be read; check the disk".formatted(file)));
        opened.add(statistics);
        noteUnreached(statistics.unreached());
        return statistics;
    }

    private void gather(CalibrationPlan plan, Path file) throws IOException {
        Loaded model = load(plan, false);
        StatisticsGatherer gatherer = new StatisticsGatherer(model.run().tokens().inputs());
        model.run().over(
                model.sequences(),
                Set.of(),
                gatherer,
                (done, total, what) -> settings.progress().at(done, total, "calibrating: " + what));
        StatisticsFile.Origin origin = new StatisticsFile.Origin(
                plan.fingerprint(), plan.corpus().description(), plan.cut().samples(), plan.cut().length());
        StoredFile.write(file, unfinished -> StatisticsFile.write(unfinished, origin, gatherer.all()));
    }

    /**
     * The file that keeps the statistics of a calibration, an importance matrix in llama-imatrix's GGUF form.
     *
     * @throws IOException if the corpus cannot be read or the file cannot be written
     */
    public Path importanceMatrix(CalibrationOptions options) throws IOException {
        channels(options);
        return statisticsFile(plan(options));
    }

    @Override
    public void grams(CalibrationOptions options, Set<String> tensors, GramVisitor visitor) throws IOException {
        CalibrationPlan plan = plan(options);
        GramVisits visits = new GramVisits(visitor);
        if (options.sequential()) {
            requirePlainTypes(tensors);
            try {
                gramRun(load(plan, true)).sequential(tensors, visits);
            } finally {
                // its weights are no longer those of the file
                unload();
            }
        } else {
            GramStore store = new GramStore(settings.store().resolve(plan.fingerprint() + ".grams.gguf"));
            if (!visits.from(store, tensors)) {
                gramRun(load(plan, false)).oneShot(tensors, store, visits);
            }
        }
        noteUnreached(visits.unreached());
    }

    private GramRun gramRun(Loaded model) {
        LinearAlgebra algebra = LinearAlgebra.openBlas(settings.threads());
        return new GramRun(model.run(), model.sequences(), algebra, settings.memory(), settings.progress());
    }

    private void requirePlainTypes(Set<String> tensors) {
        for (TensorInfo tensor : subject.model().tensors()) {
            if (tensors.contains(tensor.name()) && tensor.type().quantized()) {
                throw new MethodException("a sequential calibration cannot put new weights into %s, which is stored as %s; start from an F32, F16 or BF16 model, or set sequential=false"
                        .formatted(tensor.name(), tensor.type()));
            }
        }
    }

    @Override
    public long memoryBudget() {
        return settings.memory();
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private CalibrationPlan plan(CalibrationOptions options) throws IOException {
        CalibrationPlan plan = CalibrationPlan.of(options, subject, plugins);
        if (plan.cut().length() < options.length()) {
            notes.add("calibration sequences have %d tokens in place of %d, for the model's context is no longer"
                    .formatted(plan.cut().length(), options.length()));
        }
        return plan;
    }

    private void noteUnreached(Map<String, List<Integer>> unreached) {
        unreached.forEach((input, experts) -> notes.add("no token of the corpus reached %s %s of %s"
                .formatted(
                        experts.size() == 1 ? "expert" : "experts",
                        experts.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                        input)));
    }

    private Path statisticsFile(CalibrationPlan plan) {
        return settings.store().resolve(plan.fingerprint() + ".imatrix.gguf");
    }

    private Loaded load(CalibrationPlan plan, boolean writable) throws IOException {
        ModelRun.Setup setup = new ModelRun.Setup(plan.cut().length(), settings.threads(), writable);
        if (loaded.isEmpty()
                || !loaded.get().setup().equals(setup)
                || !loaded.get().fingerprint().equals(plan.fingerprint())) {
            unload();
            ModelRun run = ModelRun.open(plugins, subject.model(), setup);
            try {
                List<int[]> sequences = new SequencePacker(
                                run.tokens(), TextEnds.of(subject.model().metadata()), plan.template())
                        .pack(plan.corpus(), plan.cut());
                loaded = Optional.of(new Loaded(run, setup, plan.fingerprint(), sequences));
            } catch (IOException | RuntimeException e) {
                run.close();
                throw e;
            }
        }
        return loaded.get();
    }

    private void unload() {
        loaded.ifPresent(it -> it.run().close());
        loaded = Optional.empty();
    }

    /** Frees the model and closes the statistics. */
    @Override
    public void close() {
        unload();
        opened.forEach(StoredStatistics::close);
        opened.clear();
    }
}
