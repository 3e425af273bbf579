package org.jackknife.calibration.internal.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jackknife.api.method.MethodException;
import org.jackknife.calibration.internal.Sha256;
import org.jackknife.chat.ChatTemplate;

/**
 * A corpus in a file: JSON Lines where the name ends in {@code .jsonl}, otherwise plain text, both in UTF-8.
 *
 * @param file the file
 * @param form how it is read
 */
record FileCorpus(Path file, Form form) implements Corpus {

    /** Of a longer corpus the rest is left alone, so that a file of gigabytes takes no longer than is useful. */
    private static final int SURPLUS = 16;

    /** Reads the lines of a file. */
    interface Form {
        void read(BufferedReader lines, ChatTemplate template, Reader reader) throws IOException;
    }

    static FileCorpus of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MethodException(
                    "there is no corpus %s; give a text file, a .jsonl file, '%s' or '%s:TASK'"
                            .formatted(file, AGENTIC, AGENTIC));
        }
        boolean lines = file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl");
        return new FileCorpus(file, lines ? new JsonLines(file) : PlainText::read);
    }

    @Override
    public String description() {
        return file.getFileName().toString();
    }

    @Override
    public String fingerprint() throws IOException {
        Sha256 hash = new Sha256();
        try (InputStream in = Files.newInputStream(file)) {
            hash.add(in);
        }
        return hash.hex();
    }

    @Override
    public int surplus() {
        return SURPLUS;
    }

    @Override
    public void read(ChatTemplate template, long seed, Reader reader) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            form.read(lines, template, reader);
        } catch (CharacterCodingException e) {
            throw new MethodException("the corpus %s is not UTF-8; convert it first".formatted(file), e);
        }
    }
}
