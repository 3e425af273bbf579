package org.jackknife.calibration.internal.corpus;

import java.io.IOException;
import java.nio.file.Path;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.chat.ChatTemplate;

/** A source of texts. Immutable. */
public interface Corpus {

    /** The word for the trajectories of the installed tasks' oracles. */
    String AGENTIC = "agentic";

    /**
     * The corpus that is written so in {@link org.jackknife.api.calibration.CalibrationOptions}.
     *
     * @throws MethodException if there is no such file or task
     */
    static Corpus of(String written, Plugins plugins) {
        if (written.equals(AGENTIC)) {
            return AgenticCorpus.ofAll(plugins);
        }
        if (written.startsWith(AGENTIC + ":")) {
            return AgenticCorpus.of(written.substring(AGENTIC.length() + 1), plugins);
        }
        return FileCorpus.of(Path.of(written));
    }

    /** Which corpus, in words, for reports. */
    String description();

    /**
     * Changes whenever the texts change.
     *
     * @throws IOException if a file cannot be read
     */
    String fingerprint() throws IOException;

    /** How many times the tokens that are needed are worth reading, so that the seed has something to choose from. */
    int surplus();

    /**
     * Hands passages over until the reader has enough or there are no more.
     *
     * @param template renders conversations for the model
     * @param seed chooses among more texts than are needed, where there are
     * @throws MethodException if a text cannot be read; the message names the file and the line
     * @throws IOException if a file cannot be read
     */
    void read(ChatTemplate template, long seed, Reader reader) throws IOException;

    /** Takes passages in order. */
    @FunctionalInterface
    interface Reader {

        /** Takes a passage; false where it was the last that is needed. */
        boolean take(Passage passage);
    }
}
