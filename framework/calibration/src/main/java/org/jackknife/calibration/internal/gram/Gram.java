package org.jackknife.calibration.internal.gram;

import org.jackknife.numeric.FloatMatrix;

/**
 * A Gram matrix.
 *
 * @param matrix XᵀX, both triangles filled
 * @param rows rows of X
 */
record Gram(FloatMatrix matrix, long rows) {}
