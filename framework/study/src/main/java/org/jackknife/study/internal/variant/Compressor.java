package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.model.Model;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Progress;
import org.jackknife.calibration.EngineCalibrator;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.study.Machine;
import org.jackknife.study.VariantReport;
import org.jackknife.study.internal.FolderLock;

/** Makes the variants that a store lacks, one step of the recipe after the other. */
public final class Compressor {

    private final VariantStore store;
    private final Plugins plugins;
    private final String version;
    private final TensorCodec codec;

    /** @param version the version of the program, for the provenance of files */
    public Compressor(VariantStore store, Plugins plugins, String version) {
        this.store = store;
        this.plugins = plugins;
        this.version = version;
        // ggml's own encoders where a bundle offers them; the plain Java ones know fewer types
        this.codec = plugins.all(TensorCodec.class).stream()
                .findFirst()
                .<TensorCodec>map(Contribution::service)
                .orElseGet(JavaTensorCodec::new);
    }

    /**
     * Makes a variant, beginning after the longest part of the recipe that is there already.
     *
     * @throws MethodException if a method refuses the model
     * @throws IOException if a file cannot be read or written
     */
    public VariantReport compress(Model model, Recipe recipe, int threads, Progress progress) throws IOException {
        List<VariantSteps.Step> steps =
                VariantSteps.of(model.sha256().orElseThrow(), recipe, plugins).steps();
        for (int last = steps.size() - 1; last >= 0; last--) {
            Optional<VariantReport> stored = store.find(steps.get(last).fingerprint());
            if (stored.isPresent()) {
                return finish(model, steps, last, stored.get(), new CompressionContext.Work(threads, progress));
            }
        }
        return finish(model, steps, -1, null, new CompressionContext.Work(threads, progress));
    }

    private VariantReport finish(
            Model model, List<VariantSteps.Step> steps, int done, VariantReport stored, CompressionContext.Work work)
            throws IOException {
        VariantReport report = stored;
        Source source = done < 0
                ? new Source(model.file().orElseThrow(), model.sha256().orElseThrow())
                : source(steps.get(done));
        for (VariantSteps.Step step : steps.subList(done + 1, steps.size())) {
            report = step(model, step, source, work);
            source = source(step);
        }
        return report;
    }

    /**
     * What a step begins with.
     *
     * @param identity its hash, or its fingerprint
     */
    private record Source(Path file, String identity) {}

    private Source source(VariantSteps.Step step) {
        return new Source(store.file(step.fingerprint()), step.fingerprint());
    }

    private VariantReport step(Model model, VariantSteps.Step step, Source source, CompressionContext.Work work)
            throws IOException {
        Files.createDirectories(store.folder());
        try (FolderLock lock = store.lock(step.fingerprint())) {
            // another process may have made it while this one waited
            Optional<VariantReport> stored = store.find(step.fingerprint());
            if (stored.isPresent()) {
                store.discardUnfinished(step.fingerprint());
                return stored.get();
            }
            VariantReport report = make(model, step, source, work);
            store.publish(report);
            return report;
        }
    }

    /**
     * Goes on with what an earlier attempt left. What the machine interrupts stays for the next one: a process that is
     * killed, a disk that is full, an engine that fails. What a method refuses or breaks is removed.
     */
    private VariantReport make(Model model, VariantSteps.Step step, Source source, CompressionContext.Work work)
            throws IOException {
        try (UnfinishedVariant unfinished = store.unfinished(step.fingerprint())) {
            if (!unfinished.isFinished()) {
                run(model, step, source, work, unfinished);
            }
            return report(model, step, unfinished);
        } catch (EngineException e) {
            throw e;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            store.discardUnfinished(step.fingerprint());
            throw e;
        }
    }

    private void run(
            Model model, VariantSteps.Step step, Source source, CompressionContext.Work work, UnfinishedVariant unfinished)
            throws IOException {
        Provenance provenance =
                new Provenance(step.recipe().toString(), version, model.sha256().orElseThrow(), step.fingerprint());
        try (Gguf gguf = Gguf.open(source.file())) {
            StepProgress progress = new StepProgress(work.progress(), gguf.tensors().size());
            EngineCalibrator.Settings settings = new EngineCalibrator.Settings(
                    StepCalibration.folder(store),
                    work.threads(),
                    Machine.calibrationMemory(gguf.tensorBytes()),
                    progress.ofCalibration());
            try (StepCalibration calibration =
                            new StepCalibration(step.method(), gguf, source.identity(), settings, plugins);
                    CompressionContext context = new CompressionContext(
                            new CompressionContext.Files(gguf, unfinished, provenance),
                            codec,
                            new CompressionContext.Work(work.threads(), progress),
                            calibration)) {
                compress(step, context, unfinished);
            }
        }
    }

    private static void compress(VariantSteps.Step step, CompressionContext context, UnfinishedVariant unfinished)
            throws IOException {
        step.method().service().compress(step.method().options(), context);
        if (!Files.isRegularFile(unfinished.file())) {
            throw new MethodException("method %s ended without a committed file; this is a fault of the method"
                    .formatted(step.method().id()));
        }
        context.finish();
    }

    private VariantReport report(Model model, VariantSteps.Step step, UnfinishedVariant unfinished) throws IOException {
        // opening it again also checks that what the method wrote is sound
        try (Gguf result = Gguf.open(unfinished.file())) {
            return new VariantReport(
                    step.fingerprint(),
                    model.name(),
                    model.sha256().orElseThrow(),
                    step.recipe().toString(),
                    version,
                    result.sha256(),
                    Files.size(unfinished.file()),
                    unfinished.log().seconds(),
                    unfinished.log().tensors(),
                    unfinished.log().notes());
        } catch (IOException e) {
            store.discardUnfinished(step.fingerprint());
            throw e;
        }
    }
}
