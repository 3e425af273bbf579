package org.jackknife.api.calibration;

/**
 * What the input channels of one matrix saw, or of one matrix of each expert.
 *
 * <p>Arrays are shared, not copied: they are to be read only.
 *
 * @param width input channels
 * @param tokens input rows seen, by expert; one element for a matrix without experts
 * @param sumOfSquares sum of x² over the rows, shape [experts][width]
 * @param sumOfMagnitudes sum of |x|, same shape
 * @param maxima largest |x|, same shape
 */
public record Channels(
        int width, long[] tokens, float[] sumOfSquares, float[] sumOfMagnitudes, float[] maxima) {

    /** Checks the shapes. */
    public Channels {
        int values = Math.multiplyExact(width, tokens.length);
        if (sumOfSquares.length != values || sumOfMagnitudes.length != values || maxima.length != values) {
            throw new IllegalArgumentException("channels of %d x %d hold %d, %d and %d values"
                    .formatted(tokens.length, width, sumOfSquares.length, sumOfMagnitudes.length, maxima.length));
        }
    }

    /** How many experts there are; 1 for a matrix without any. */
    public int experts() {
        return tokens.length;
    }
}
