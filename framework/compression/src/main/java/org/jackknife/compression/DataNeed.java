package org.jackknife.compression;

import org.jackknife.api.calibration.CalibrationOptions;

/**
 * Says what a method asks of calibration.
 *
 * @param kind what is gathered
 * @param calibration on which corpus; null where nothing is gathered
 */
public record DataNeed(Kind kind, CalibrationOptions calibration) {

    /** What is gathered. */
    public enum Kind {
        /** Nothing: no corpus is run. */
        NOTHING,
        /** Sample rows alone, to measure the errors of outputs on. */
        MEASURE,
        /** Channel statistics of all matrices, gathered in one run before the first matrix is treated. */
        CHANNELS,
        /** The Gram matrix of every input, one after the other in the order of the computation. */
        GRAMS
    }

    /** No data at all. */
    public static DataNeed nothing() {
        return new DataNeed(Kind.NOTHING, null);
    }

    /** Data for the report alone: weights do not depend on it. */
    public static DataNeed measure(CalibrationOptions calibration) {
        return new DataNeed(Kind.MEASURE, calibration);
    }

    /** Statistics per input channel. */
    public static DataNeed channels(CalibrationOptions calibration) {
        return new DataNeed(Kind.CHANNELS, calibration);
    }

    /** Gram matrices. */
    public static DataNeed grams(CalibrationOptions calibration) {
        return new DataNeed(Kind.GRAMS, calibration);
    }
}
