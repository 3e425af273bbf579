package org.jackknife.study.internal.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.study.Folders;
import org.jackknife.study.Machine;
import org.jackknife.study.ModelSource;
import org.jackknife.study.VariantReport;
import org.jackknife.study.internal.rate.StepWork;
import org.jackknife.study.internal.variant.CalibrationStore;
import org.jackknife.study.internal.variant.VariantSteps;
import org.jackknife.study.internal.variant.VariantStore;

/** Plans the variants of one model; its declarations are read once, its weights never. */
final class VariantPlanner {

    private final VariantStore store;
    private final Plugins plugins;
    private final long availableMemory;
    private final ModelFacts facts;

    /**
     * What one variant needs.
     *
     * @param fingerprint empty for a dense variant
     * @param bytes the size of its file; empty where it cannot be known
     * @param sha256 of its file where that is known
     * @param metadata of its model; empty while that is not downloaded, and behind an endpoint
     * @param missing the steps that the store lacks
     */
    record Need(
            Variants.Named variant,
            Optional<String> fingerprint,
            OptionalLong bytes,
            Optional<String> sha256,
            Optional<GgufMetadata> metadata,
            List<MissingStep> missing) {

        boolean ready() {
            return missing.isEmpty();
        }
    }

    /** @param availableMemory bytes that a compression may take */
    VariantPlanner(Plugins plugins, Folders folders, ModelSource model, long availableMemory) throws IOException {
        this.plugins = plugins;
        this.store = new VariantStore(folders.variants());
        this.availableMemory = availableMemory;
        this.facts = ModelFacts.of(folders, model);
    }

    ModelFacts facts() {
        return facts;
    }

    /**
     * Plans a variant.
     *
     * @throws MethodException if a method refuses the model
     */
    Need plan(Variants.Named variant) throws IOException {
        if (variant.recipe().isDense() || facts.sha256().isEmpty()) {
            return new Need(variant, Optional.empty(), facts.bytes(), facts.sha256(), facts.metadata(), List.of());
        }
        VariantSteps steps = VariantSteps.of(facts.sha256().get(), variant.recipe(), plugins);
        List<TensorSpec> tensors = facts.tensors();
        String parent = facts.sha256().get();
        OptionalLong bytes = facts.bytes();
        Optional<VariantReport> stored = Optional.empty();
        List<MissingStep> missing = new ArrayList<>();
        for (VariantSteps.Step step : steps.steps()) {
            List<TensorSpec> planned = planned(step, tensors);
            stored = store.find(step.fingerprint());
            bytes = OptionalLong.of(stored.map(VariantReport::bytes).orElse(size(planned)));
            if (stored.isPresent()) {
                // what is missing before it is not made again
                missing.clear();
            } else {
                missing.add(missing(step, tensors, bytes.getAsLong(), parent));
            }
            tensors = planned;
            parent = step.fingerprint();
        }
        return new Need(
                variant,
                Optional.of(parent),
                bytes,
                stored.map(VariantReport::sha256),
                facts.metadata(),
                List.copyOf(missing));
    }

    /** As they are while the model is not downloaded and nothing is known of them. */
    private List<TensorSpec> planned(VariantSteps.Step step, List<TensorSpec> tensors) {
        return facts.metadata().isEmpty()
                ? tensors
                : step.method().service().plan(step.method().options(), facts.metadata().get(), tensors);
    }

    private long size(List<TensorSpec> tensors) {
        return facts.metadata().isEmpty() ? facts.bytes().orElse(0) : facts.otherBytes() + ModelFacts.tensorBytes(tensors);
    }

    private MissingStep missing(VariantSteps.Step step, List<TensorSpec> tensors, long bytes, String parent)
            throws IOException {
        Method<Record> method = step.method().service();
        Optional<GgufMetadata> metadata = facts.metadata();
        MethodCost cost = metadata.isEmpty()
                ? MethodCost.NONE
                : method.cost(step.method().options(), metadata.get(), tensors);
        long room = Machine.calibrationMemory(availableMemory, ModelFacts.tensorBytes(tensors));
        Optional<CalibrationOptions> calibration = method.calibration(step.method().options());
        boolean statistics = calibration.isPresent() && cost.calibration().gathered() == 0;
        // of later steps nothing can be there: they calibrate what is not made yet
        boolean there = statistics
                && parent.equals(facts.sha256().orElseThrow())
                && facts.file().isPresent()
                && new CalibrationStore(store, plugins).holds(step.method(), facts.file().get(), parent);
        return new MissingStep(
                step.fingerprint(),
                new StepWork(step.method().id(), there ? cost.withoutCalibration() : cost.within(room), bytes),
                statistics ? Optional.of(parent + " " + calibration.get()) : Optional.empty());
    }
}
