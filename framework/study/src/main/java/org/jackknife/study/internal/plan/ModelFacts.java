package org.jackknife.study.internal.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Progress;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.study.Folders;
import org.jackknife.study.ModelSource;
import org.jackknife.study.internal.variant.Download;
import org.jackknife.study.internal.variant.ModelResolver;

/**
 * What is known of a model before it is run: its declarations, and never its weights.
 *
 * @param sha256 empty for a model behind an endpoint
 * @param bytes empty where only the server knows
 * @param file empty while the model is not downloaded
 * @param metadata empty while the model is not downloaded
 */
record ModelFacts(
        Optional<String> sha256,
        OptionalLong bytes,
        Optional<Path> file,
        Optional<GgufMetadata> metadata,
        List<TensorSpec> tensors) {

    private static final ModelFacts NONE =
            new ModelFacts(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), List.of());

    static ModelFacts of(Folders folders, ModelSource model) throws IOException {
        if (!model.compressible()) {
            return NONE;
        }
        ModelResolver resolver = new ModelResolver(folders);
        Path file = resolver.file(model);
        if (model.location() instanceof ModelSource.Download download && !Files.exists(file)) {
            OptionalLong bytes = new Download(folders.models(), download).remoteBytes();
            return new ModelFacts(
                    Optional.of(download.sha256()), bytes, Optional.empty(), Optional.empty(), List.of());
        }
        Model resolved = resolver.resolve(model, Progress.SILENT);
        try (Gguf gguf = Gguf.open(file)) {
            long bytes = 0;
            for (Path part : gguf.files()) {
                bytes += Files.size(part);
            }
            return new ModelFacts(
                    resolved.sha256(),
                    OptionalLong.of(bytes),
                    Optional.of(file),
                    Optional.of(gguf.metadata()),
                    gguf.tensors().stream().map(TensorInfo::spec).toList());
        }
    }

    /** Bytes of what is no tensor (the vocabulary, mostly), which is copied from file to file. */
    long otherBytes() {
        return Math.max(0, bytes.orElse(0) - tensorBytes(tensors));
    }

    static long tensorBytes(List<TensorSpec> tensors) {
        return tensors.stream().mapToLong(TensorSpec::byteSize).sum();
    }
}
