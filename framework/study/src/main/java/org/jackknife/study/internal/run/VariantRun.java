package org.jackknife.study.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.model.Model;
import org.jackknife.study.Folders;
import org.jackknife.gguf.Gguf;
import org.jackknife.study.JournalEvent;
import org.jackknife.study.ModelSource;
import org.jackknife.study.RunEvent;
import org.jackknife.study.StudyException;
import org.jackknife.study.VariantReport;
import org.jackknife.study.internal.plan.TemplateCheck;
import org.jackknife.study.internal.plan.Variants;
import org.jackknife.study.internal.variant.ModelResolver;

/** Makes the variants of a run ready to be played and tells the journal. One thread. */
final class VariantRun {

    private final VariantMaker maker;
    private final ModelResolver resolver;
    private final TemplateCheck templates;
    private final RunLog log;
    private final RunState state;
    private final Map<ModelSource, Model> models = new HashMap<>();

    VariantRun(VariantMaker maker, Folders folders, TemplateCheck templates, RunLog log, RunState state) {
        this.maker = maker;
        this.templates = templates;
        this.resolver = new ModelResolver(folders);
        this.log = log;
        this.state = state;
    }

    /** What an engine opens; empty where the variant cannot be made, which the journal then says. */
    Optional<Model> prepare(Variants.Named variant) {
        try {
            Model model = models.computeIfAbsent(variant.model(), this::resolve);
            return variant.recipe().isDense() ? dense(variant, model) : compressed(variant, model);
        } catch (IOException e) {
            throw new StudyException("variant %s: %s".formatted(variant.name(), e.getMessage()), e);
        }
    }

    private Model resolve(ModelSource source) {
        Model model = resolver.resolve(
                source, (done, total, what) -> log.tell(new RunEvent.Downloading(source.name(), done, total)));
        // the plan could not look into a file that was not here yet
        if (source.location() instanceof ModelSource.Download) {
            refuseUnplayable(model);
        }
        return model;
    }

    private void refuseUnplayable(Model model) {
        try (Gguf file = Gguf.open(model.file().orElseThrow())) {
            templates.problem(model.name(), file.metadata()).ifPresent(problem -> {
                throw new StudyException("the scenario cannot be run:\n  " + problem);
            });
        } catch (IOException e) {
            throw new StudyException("model %s: %s".formatted(model.name(), e.getMessage()), e);
        }
    }

    private Optional<Model> dense(Variants.Named variant, Model model) throws IOException {
        long bytes = model.file().isPresent() ? Files.size(model.file().get()) : 0;
        ready(new JournalEvent.VariantReady(
                Instant.now(), variant.name(), Optional.empty(), model.sha256(), bytes, bitsPerWeight(model), 0));
        return Optional.of(model);
    }

    private Optional<Model> compressed(Variants.Named variant, Model model) throws IOException {
        VariantMaker.Made made = maker.make(
                variant.name(),
                model,
                variant.recipe(),
                (done, total, what) -> log.tell(new RunEvent.Compressing(variant.name(), done, total, what)));
        if (made.report().isEmpty()) {
            log.append(new JournalEvent.VariantFailed(Instant.now(), variant.name(), made.reason()));
            log.tell(new RunEvent.VariantFailed(variant.name(), made.reason()));
            return Optional.empty();
        }
        VariantReport report = made.report().get();
        Model result = Model.ofFile(variant.name(), maker.store().file(report.fingerprint()), report.sha256());
        ready(new JournalEvent.VariantReady(
                Instant.now(),
                variant.name(),
                Optional.of(report.fingerprint()),
                Optional.of(report.sha256()),
                report.bytes(),
                bitsPerWeight(result),
                made.stored() ? 0 : report.seconds()));
        return Optional.of(result);
    }

    private static double bitsPerWeight(Model model) throws IOException {
        if (model.file().isEmpty()) {
            return 0;
        }
        try (Gguf file = Gguf.open(model.file().get())) {
            return 8.0 * file.tensorBytes() / file.parameterCount();
        }
    }

    /** A run that goes on must find the bytes that it began with. */
    private void ready(JournalEvent.VariantReady variant) {
        Optional<JournalEvent.VariantReady> before = state.ready(variant.variant());
        if (before.isEmpty()) {
            log.append(variant);
        } else if (!before.get().sha256().equals(variant.sha256())) {
            throw new StudyException(
                    "variant %s has the hash %s, the run began with %s; start a new run, for the two cannot be mixed"
                            .formatted(
                                    variant.variant(),
                                    variant.sha256().orElse("none"),
                                    before.get().sha256().orElse("none")));
        }
        log.tell(new RunEvent.VariantReady(variant.variant(), variant.bytes(), variant.seconds()));
    }
}
