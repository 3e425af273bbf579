package org.jackknife.calibration;

import java.io.IOException;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.calibration.internal.Sha256;
import org.jackknife.calibration.internal.corpus.Corpus;

/** Identifies the corpus of a calibration without running anything. */
public final class CalibrationFingerprint {

    /** Changes when the same corpus gives other sequences, or sequences other statistics. */
    static final String VERSION = "jackknife-calibration-1";

    private CalibrationFingerprint() {}

    /**
     * Changes when the corpus does, or how this program calibrates; options are not part of it.
     *
     * @throws org.jackknife.api.method.MethodException if there is no such corpus
     * @throws IOException if a file cannot be read
     */
    public static String of(CalibrationOptions options, Plugins plugins) throws IOException {
        return Sha256.ofLines(VERSION, Corpus.of(options.corpus(), plugins).fingerprint());
    }
}
