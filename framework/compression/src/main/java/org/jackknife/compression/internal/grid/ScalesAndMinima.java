package org.jackknife.compression.internal.grid;

/**
 * The head of a block: F16 factors, and integers of each sub-block.
 *
 * @param factor of the scales
 * @param minimumFactor of the minima
 */
record ScalesAndMinima(float factor, float minimumFactor, int[] scales, int[] minima) {}
