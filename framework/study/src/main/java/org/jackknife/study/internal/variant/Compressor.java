package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.model.Model;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Progress;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorCodec;
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
                return finish(model, steps, last, stored.get(), new Work(threads, progress));
            }
        }
        return finish(model, steps, -1, null, new Work(threads, progress));
    }

    /** How the work is to be done. */
    private record Work(int threads, Progress progress) {}

    private VariantReport finish(
            Model model, List<VariantSteps.Step> steps, int done, VariantReport stored, Work work) throws IOException {
        VariantReport report = stored;
        Path source = done < 0 ? model.file().orElseThrow() : store.file(steps.get(done).fingerprint());
        for (VariantSteps.Step step : steps.subList(done + 1, steps.size())) {
            report = step(model, step, source, work);
            source = store.file(step.fingerprint());
        }
        return report;
    }

    private VariantReport step(Model model, VariantSteps.Step step, Path source, Work work) throws IOException {
        Files.createDirectories(store.folder());
        try (FolderLock lock = store.lock(step.fingerprint())) {
            // another process may have made it while this one waited
            Optional<VariantReport> stored = store.find(step.fingerprint());
            if (stored.isPresent()) {
                return stored.get();
            }
            store.discardGrowing(step.fingerprint());
            long start = System.nanoTime();
            CompressionContext context = run(model, step, source, work);
            double seconds = (System.nanoTime() - start) / 1e9;
            VariantReport report = report(model, step, context, seconds);
            store.publish(report);
            return report;
        } catch (IOException | RuntimeException e) {
            store.discardGrowing(step.fingerprint());
            throw e;
        }
    }

    private CompressionContext run(Model model, VariantSteps.Step step, Path source, Work work) throws IOException {
        try (Gguf gguf = Gguf.open(source)) {
            Provenance provenance =
                    new Provenance(step.recipe().toString(), version, model.sha256().orElseThrow(), step.fingerprint());
            CompressionContext context = new CompressionContext(
                    gguf, codec, store.growing(step.fingerprint()), provenance, work.threads(), work.progress());
            step.method().service().compress(step.method().options(), context);
            if (!Files.isRegularFile(store.growing(step.fingerprint()))) {
                throw new MethodException("method %s ended without a committed file; this is a fault of the method"
                        .formatted(step.method().id()));
            }
            return context;
        }
    }

    private VariantReport report(Model model, VariantSteps.Step step, CompressionContext context, double seconds)
            throws IOException {
        Path file = store.growing(step.fingerprint());
        // opening it again also checks that what the method wrote is sound
        try (Gguf result = Gguf.open(file)) {
            return new VariantReport(
                    step.fingerprint(),
                    model.name(),
                    model.sha256().orElseThrow(),
                    step.recipe().toString(),
                    version,
                    result.sha256(),
                    Files.size(file),
                    seconds,
                    context.reports());
        }
    }
}
