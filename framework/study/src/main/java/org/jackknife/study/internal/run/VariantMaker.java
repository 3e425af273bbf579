package org.jackknife.study.internal.run;

import java.io.IOException;
import java.util.Optional;
import org.jackknife.api.model.Model;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Progress;
import org.jackknife.study.Folders;
import org.jackknife.study.VariantReport;
import org.jackknife.study.internal.variant.VariantSteps;
import org.jackknife.study.internal.variant.VariantStore;
import org.jackknife.study.internal.worker.Job;
import org.jackknife.study.internal.worker.Message;
import org.jackknife.study.internal.worker.WorkerProcess;

/** Finds variants in the store, or has a worker process make them. */
final class VariantMaker {

    private static final int TRIES = 2;

    private final Folders folders;
    private final Plugins plugins;
    private final Workers workers;
    private final String version;
    private final VariantStore store;

    VariantMaker(Folders folders, Plugins plugins, Workers workers, String version) {
        this.folders = folders;
        this.plugins = plugins;
        this.workers = workers;
        this.version = version;
        this.store = new VariantStore(folders.variants());
    }

    /**
     * What came of it.
     *
     * @param report empty where the variant could not be made
     * @param stored whether it was there already
     * @param reason why it could not be made; empty otherwise
     * @param refused whether another try would be useless
     */
    record Made(Optional<VariantReport> report, boolean stored, String reason, boolean refused) {

        private static Made of(VariantReport report, boolean stored) {
            return new Made(Optional.of(report), stored, "", false);
        }

        private static Made failed(String reason, boolean refused) {
            return new Made(Optional.empty(), false, reason, refused);
        }
    }

    VariantStore store() {
        return store;
    }

    Made make(String name, Model model, Recipe recipe, Progress progress) throws IOException {
        String fingerprint =
                VariantSteps.of(model.sha256().orElseThrow(), recipe, plugins).fingerprint();
        Optional<VariantReport> stored = store.find(fingerprint);
        if (stored.isPresent()) {
            return Made.of(stored.get(), true);
        }
        Job.Compress job = new Job.Compress(
                model,
                recipe.toString(),
                folders.variants().toAbsolutePath(),
                Runtime.getRuntime().availableProcessors(),
                version);
        Made made = Made.failed("", false);
        for (int tries = 0; tries < TRIES && made.report().isEmpty() && !made.refused() && !workers.stopped(); tries++) {
            made = workers.use(job, workers.log("compress-" + FileNames.safe(name)), worker -> listen(worker, progress));
        }
        return made;
    }

    private static Made listen(WorkerProcess worker, Progress progress) {
        Made made = null;
        for (Message message = worker.next(); message != null; message = worker.next()) {
            switch (message) {
                case Message.Compressing at -> progress.at(at.done(), at.total(), at.what());
                case Message.Compressed compressed -> made = Made.of(compressed.report(), false);
                case Message.Refused refused -> {
                    return Made.failed(refused.reason(), true);
                }
                case Message.Finished finished -> { }
                default -> throw new IllegalStateException("a worker that compresses sent " + message);
            }
        }
        return made == null ? Made.failed(worker.ending(), false) : made;
    }
}
