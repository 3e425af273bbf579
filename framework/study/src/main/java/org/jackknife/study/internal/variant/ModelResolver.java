package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Progress;
import org.jackknife.study.Folders;
import org.jackknife.study.ModelSource;
import org.jackknife.study.StudyException;

/** Turns the models of a scenario into files with known hashes. */
public final class ModelResolver {

    private final Folders folders;

    public ModelResolver(Folders folders) {
        this.folders = folders;
    }

    /**
     * Finds or downloads a model and hashes it.
     *
     * @throws StudyException if there is no such file, it is not a sound GGUF, or the download fails
     */
    public Model resolve(ModelSource source, Progress progress) {
        try {
            return switch (source.location()) {
                case ModelSource.Endpoint endpoint -> Model.remote(endpoint.served());
                case ModelSource.Download download ->
                    Model.ofFile(
                            source.name(), new Download(folders.models(), download).fetch(progress), download.sha256());
                default -> hashed(source);
            };
        } catch (IOException e) {
            throw new StudyException("model %s: %s".formatted(source.name(), reason(e)), e);
        }
    }

    private Model hashed(ModelSource source) throws IOException {
        Path file = file(source);
        if (!Files.isRegularFile(file)) {
            throw new StudyException("model %s: there is no file %s; correct the scenario's path".formatted(source.name(), file));
        }
        return Model.ofFile(source.name(), file, new ModelHashes(folders.variants()).sha256(file));
    }

    /** Where the model's file is, or will be once it is downloaded. */
    public Path file(ModelSource source) {
        return switch (source.location()) {
            case ModelSource.LocalFile local -> local.path();
            case ModelSource.Download download -> new Download(folders.models(), download).file();
            case ModelSource.Embedded embedded ->
                folders.embedded()
                        .orElseThrow(() -> new StudyException(
                                "model %s: this installation carries no embedded model; give a path".formatted(source.name())));
            case ModelSource.Endpoint endpoint ->
                throw new IllegalArgumentException("model " + source.name() + " stands behind an endpoint and has no file");
        };
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
