package org.jackknife.study.internal.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Progress;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.study.Folders;
import org.jackknife.study.Machine;
import org.jackknife.study.ModelSource;
import org.jackknife.study.Plan.VariantPlan;
import org.jackknife.study.VariantReport;
import org.jackknife.study.internal.variant.Download;
import org.jackknife.study.internal.variant.ModelResolver;
import org.jackknife.study.internal.variant.VariantSteps;
import org.jackknife.study.internal.variant.VariantStore;

/** Plans the variants of one model; its declarations are read once, its weights never. */
final class VariantPlanner {

    private final Plugins plugins;
    private final VariantStore store;
    private final long context;
    private final ModelFacts facts;

    /**
     * What is known of a model in advance.
     *
     * @param sha256 empty for a model behind an endpoint
     * @param bytes empty where only the server knows
     * @param metadata empty while the model is not downloaded
     */
    private record ModelFacts(
            Optional<String> sha256, OptionalLong bytes, Optional<GgufMetadata> metadata, List<TensorSpec> tensors) {

        static final ModelFacts NONE =
                new ModelFacts(Optional.empty(), OptionalLong.empty(), Optional.empty(), List.of());

        long weights() {
            return tensors.stream().mapToLong(TensorSpec::elements).sum();
        }

        long largest() {
            return tensors.stream().mapToLong(TensorSpec::elements).max().orElse(0);
        }
    }

    /**
     * What one variant needs.
     *
     * @param plan as people see it
     * @param sha256 of its file where that is known
     * @param newBytes what it adds to the disk, the files of its earlier steps included
     * @param compressionMemory bytes while it is made
     */
    record Need(VariantPlan plan, Optional<String> sha256, long newBytes, long compressionMemory) {}

    /** @param context the engine's context in tokens; 0 where it does not say */
    VariantPlanner(Plugins plugins, Folders folders, ModelSource model, long context) throws IOException {
        this.plugins = plugins;
        this.store = new VariantStore(folders.variants());
        this.context = context;
        this.facts = facts(folders, model);
    }

    /** The hash of the model as it came. */
    Optional<String> modelSha256() {
        return facts.sha256();
    }

    /** The model's metadata; empty where it has no file, or none yet. */
    Optional<GgufMetadata> metadata() {
        return facts.metadata();
    }

    private static ModelFacts facts(Folders folders, ModelSource model) throws IOException {
        if (!model.compressible()) {
            return ModelFacts.NONE;
        }
        ModelResolver resolver = new ModelResolver(folders);
        Path file = resolver.file(model);
        if (model.location() instanceof ModelSource.Download download && !Files.exists(file)) {
            OptionalLong bytes = new Download(folders.models(), download).remoteBytes();
            return new ModelFacts(Optional.of(download.sha256()), bytes, Optional.empty(), List.of());
        }
        Model resolved = resolver.resolve(model, Progress.SILENT);
        try (Gguf gguf = Gguf.open(file)) {
            long bytes = 0;
            for (Path part : gguf.files()) {
                bytes += Files.size(part);
            }
            List<TensorSpec> tensors = gguf.tensors().stream().map(TensorInfo::spec).toList();
            return new ModelFacts(
                    resolved.sha256(), OptionalLong.of(bytes), Optional.of(gguf.metadata()), tensors);
        }
    }

    /**
     * Plans a variant.
     *
     * @throws MethodException if a method refuses the model
     */
    Need plan(Variants.Named variant) throws IOException {
        if (variant.recipe().isDense() || facts.sha256().isEmpty()) {
            return dense(variant);
        }
        VariantSteps steps = VariantSteps.of(facts.sha256().get(), variant.recipe(), plugins);
        long dense = facts.bytes().orElse(0);
        // what is no tensor (the vocabulary, mostly) is copied from file to file
        long rest = Math.max(0, dense - facts.tensors().stream().mapToLong(TensorSpec::byteSize).sum());
        List<TensorSpec> tensors = facts.tensors();
        long newBytes = 0;
        long bytes = 0;
        int missing = 0;
        long calibration = 0;
        for (VariantSteps.Step step : steps.steps()) {
            tensors = step.method()
                    .service()
                    .plan(step.method().options(), facts.metadata().orElse(GgufMetadata.empty()), tensors);
            Optional<VariantReport> stored = store.find(step.fingerprint());
            bytes = stored.map(VariantReport::bytes)
                    .orElse(facts.metadata().isEmpty()
                            ? dense
                            : rest + tensors.stream().mapToLong(TensorSpec::byteSize).sum());
            newBytes += stored.isPresent() ? 0 : bytes;
            missing += stored.isPresent() ? 0 : 1;
            boolean calibrates = step.method().service().calibration(step.method().options()).isPresent();
            // the engine has the model in memory then
            calibration = calibrates ? dense + Machine.FEWEST_CALIBRATION_BYTES : calibration;
        }
        Optional<VariantReport> stored = store.find(steps.fingerprint());
        boolean ready = stored.isPresent();
        return new Need(
                plan(variant, Optional.of(steps.fingerprint()), ready, OptionalLong.of(bytes), missing),
                stored.map(VariantReport::sha256),
                ready ? 0 : newBytes,
                ready ? 0 : 3 * Float.BYTES * facts.largest() + Estimates.COMPRESSION_BYTES + calibration);
    }

    private Need dense(Variants.Named variant) {
        return new Need(plan(variant, Optional.empty(), true, facts.bytes(), 0), facts.sha256(), 0, 0);
    }

    private VariantPlan plan(
            Variants.Named variant, Optional<String> fingerprint, boolean ready, OptionalLong bytes, int missingSteps) {
        long memory = bytes.orElse(0)
                + Estimates.WORKER_BYTES
                + facts.metadata()
                        .map(metadata -> Estimates.keyValueBytes(metadata, context))
                        .orElse(0L);
        Duration compression = ready ? Duration.ZERO : Estimates.compression(facts.weights(), missingSteps);
        return new VariantPlan(
                variant.name(),
                variant.entry().label(),
                variant.entry().model(),
                variant.recipe(),
                variant.entry().baseline(),
                fingerprint,
                ready,
                bytes,
                memory,
                compression);
    }
}
