package org.jackknife.study.internal.run;

import java.io.IOException;
import org.jackknife.api.model.Model;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.study.Folders;
import org.jackknife.study.ModelSource;
import org.jackknife.study.RunEvent;
import org.jackknife.study.RunListener;
import org.jackknife.study.StudyException;
import org.jackknife.study.VariantReport;
import org.jackknife.study.WorkerLauncher;
import org.jackknife.study.internal.variant.ModelResolver;

/** Makes one variant outside of any run. */
public final class OneCompression {

    private final Plugins plugins;
    private final Folders folders;
    private final WorkerLauncher launcher;
    private final String version;

    public OneCompression(Plugins plugins, Folders folders, WorkerLauncher launcher, String version) {
        this.plugins = plugins;
        this.folders = folders;
        this.launcher = launcher;
        this.version = version;
    }

    /** Makes the variant unless it is there; progress goes to the listener. */
    public VariantReport compress(ModelSource source, Recipe recipe, RunListener listener) {
        Model model = new ModelResolver(folders)
                .resolve(source, (done, total, what) -> listener.on(new RunEvent.Downloading(source.name(), done, total)));
        Workers workers = new Workers(launcher, folders.variants().resolve("logs"), 1);
        VariantMaker maker = new VariantMaker(folders, plugins, workers, version);
        String name = source.name() + " " + recipe;
        try {
            VariantMaker.Made made = maker.make(
                    name, model, recipe, (done, total, what) -> listener.on(new RunEvent.Compressing(name, done, total, what)));
            return made.report().orElseThrow(() -> new StudyException("%s: %s".formatted(name, made.reason())));
        } catch (IOException | IllegalArgumentException e) {
            throw new StudyException("%s: %s".formatted(name, e.getMessage()), e);
        }
    }
}
