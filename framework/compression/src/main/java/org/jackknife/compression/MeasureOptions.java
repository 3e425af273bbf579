package org.jackknife.compression;

import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.plugin.Option;

/**
 * Asks a method that needs no data to measure its output errors on some; a component of its options.
 *
 * @param measure whether a corpus is run
 * @param calibration which corpus; without effect where nothing is measured
 */
public record MeasureOptions(
        @Option(
                        value = "Run the calibration corpus to report the errors of outputs; weights do not depend on it.",
                        defaultValue = "false")
                boolean measure,
        CalibrationOptions calibration) {

    /** What is asked of calibration. */
    public DataNeed need() {
        return measure ? DataNeed.measure(calibration) : DataNeed.nothing();
    }
}
