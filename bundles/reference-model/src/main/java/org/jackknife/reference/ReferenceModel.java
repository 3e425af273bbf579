package org.jackknife.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jackknife.api.model.EmbeddedModel;
import org.jackknife.api.plugin.Plugin;

/**
 * Unpacks the reference model: a LLaMA of a few million parameters in F16, trained on solved tool-query episodes, with
 * its chat template and the provenance of its training in the file's metadata.
 *
 * <p>The file's name carries the start of its SHA-256, so that another version of the model never meets an older copy,
 * and each call checks the whole sum. A copy with another sum is damaged and is replaced. Several processes may unpack
 * into one folder at once.
 */
@Plugin(value = "reference", summary = "A small model that calls tools, trained on two cores; its recipe is in the sources.")
public final class ReferenceModel implements EmbeddedModel {

    private static final String RESOURCE = "jackknife-reference-f16.gguf";
    private static final int NAME_DIGITS = 12;

    private final ModelCard card = ModelCard.embedded();

    /** What is known of the model: its size, its sum and how it was made. */
    public ModelCard card() {
        return card;
    }

    @Override
    public Path unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("jackknife-reference-f16-%s.gguf".formatted(card.sha256().substring(0, NAME_DIGITS)));
        if (!Files.isRegularFile(file) || !sum(file).equals(card.sha256())) {
            write(file);
        }
        return file;
    }

    /** Writes beside the final name first, so that nobody ever sees half a file under it. */
    private void write(Path file) throws IOException {
        Path partial = Files.createTempFile(file.getParent(), "reference", ".partial");
        try {
            try (InputStream model = ReferenceModel.class.getResourceAsStream(RESOURCE)) {
                if (model == null) {
                    throw new IOException("the bundle holds no %s; build it again".formatted(RESOURCE));
                }
                Files.copy(model, partial, StandardCopyOption.REPLACE_EXISTING);
            }
            String sum = sum(partial);
            if (!sum.equals(card.sha256())) {
                throw new IOException(
                        "%s unpacked with SHA-256 %s, but its card says %s: the bundle or the disk of %s is damaged"
                                .formatted(RESOURCE, sum, card.sha256(), file.getParent()));
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static String sum(Path file) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
