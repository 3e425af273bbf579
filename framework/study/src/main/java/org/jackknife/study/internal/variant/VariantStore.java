package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jackknife.study.VariantReport;
import org.jackknife.study.internal.FolderLock;
import org.jackknife.study.internal.Json;

/**
 * A folder of compressed models: {@code FINGERPRINT.gguf} with its report {@code FINGERPRINT.json}.
 *
 * <p>A file under its final name is whole: it grows under another name, its report is written first, and the last act
 * is a rename. Processes that want to make the same variant take turns by a lock.
 */
public record VariantStore(Path folder) {

    /** The model file of a variant, whether it is there or not. */
    public Path file(String fingerprint) {
        return folder.resolve(fingerprint + ".gguf");
    }

    private Path reportFile(String fingerprint) {
        return folder.resolve(fingerprint + ".json");
    }

    private Path growing(String fingerprint) {
        return folder.resolve(fingerprint + ".growing.gguf");
    }

    private Path checkpoints(String fingerprint) {
        return folder.resolve(fingerprint + ".growing.jsonl");
    }

    /** The report of a variant that is there. */
    public Optional<VariantReport> find(String fingerprint) throws IOException {
        if (!Files.isRegularFile(file(fingerprint)) || !Files.isRegularFile(reportFile(fingerprint))) {
            return Optional.empty();
        }
        VariantReport report = Json.MAPPER.readValue(reportFile(fingerprint).toFile(), VariantReport.class);
        // a file that somebody cut or replaced is made anew
        return Files.size(file(fingerprint)) == report.bytes() ? Optional.of(report) : Optional.empty();
    }

    /** Waits until nobody else makes this variant. */
    FolderLock lock(String fingerprint) throws IOException {
        return FolderLock.take(folder.resolve(fingerprint + ".lock"));
    }

    /** What an interrupted compression left, or an empty beginning. To be called under the lock. */
    UnfinishedVariant unfinished(String fingerprint) throws IOException {
        return UnfinishedVariant.open(growing(fingerprint), checkpoints(fingerprint));
    }

    /** Removes what an interrupted compression left. To be called under the lock. */
    void discardUnfinished(String fingerprint) throws IOException {
        UnfinishedVariant.discard(growing(fingerprint), checkpoints(fingerprint));
    }

    /** Gives a variant its final name. To be called under the lock. */
    void publish(VariantReport report) throws IOException {
        Path file = reportFile(report.fingerprint());
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(partial.toFile(), report);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
                growing(report.fingerprint()),
                file(report.fingerprint()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        discardUnfinished(report.fingerprint());
    }
}
