package org.jackknife.awq.internal;

import org.jackknife.api.calibration.CalibrationOptions;

/**
 * Says how scales and cuts are searched.
 *
 * @param duoScaling whether magnitudes of weights go into the scales
 * @param clip whether cuts are searched
 * @param importance whether encoders that weigh their errors get the second moments of the scaled inputs
 * @param searchRows most rows of a matrix that the search for scales looks at; 0 for all
 * @param corpus what is calibrated on
 */
public record AwqSettings(
        boolean duoScaling, boolean clip, boolean importance, int searchRows, CalibrationOptions corpus) {}
