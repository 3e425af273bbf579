package org.jackknife.smoothquant.internal;

/**
 * Chooses the scale of each input channel by equation 4 of SmoothQuant (arXiv 2211.10438):
 * {@code s_j = max|X_j|^α / max|W_j|^(1-α)}, and {@code max|W_j|} over all matrices that read the input.
 *
 * <p>Maxima of weights and scales are at least 1e-5, as in the authors' code. A channel that was zero on every token has
 * scale 1: the floor would multiply whatever comes there in use by 100,000.
 */
public final class SmoothingScales {

    private static final double FLOOR = 1e-5;

    private SmoothingScales() {}

    /**
     * The scales.
     *
     * @param activations largest |x| of each channel
     * @param weights largest |w| of each channel
     * @param alpha how much of the difficulty moves into the weights, 0 to 1
     */
    public static float[] of(float[] activations, float[] weights, double alpha) {
        float[] scales = new float[activations.length];
        for (int channel = 0; channel < scales.length; channel++) {
            double weight = Math.max(weights[channel], FLOOR);
            double scale = Math.pow(activations[channel], alpha) / Math.pow(weight, 1 - alpha);
            scales[channel] = activations[channel] == 0 ? 1 : (float) Math.max(scale, FLOOR);
        }
        return scales;
    }
}
