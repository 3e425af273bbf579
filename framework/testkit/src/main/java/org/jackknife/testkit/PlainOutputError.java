package org.jackknife.testkit;

/** Multiplies outputs out, in double precision: what reported errors of outputs are held to. */
public final class PlainOutputError {

    private PlainOutputError() {}

    /**
     * ‖XΔWᵀ‖/‖XWᵀ‖.
     *
     * @param inputs X, row-major, shape [tokens][width]
     * @param before W, row-major, shape [outputs][width]
     * @param after the changed weights, same shape
     */
    public static double of(float[] inputs, float[] before, float[] after, int width) {
        double[] change = new double[before.length];
        double[] source = new double[before.length];
        for (int i = 0; i < before.length; i++) {
            source[i] = before[i];
            change[i] = (double) after[i] - before[i];
        }
        return Math.sqrt(squaredOutput(inputs, change, width) / squaredOutput(inputs, source, width));
    }

    private static double squaredOutput(float[] inputs, double[] weights, int width) {
        double sum = 0;
        for (int input = 0; input < inputs.length; input += width) {
            for (int row = 0; row < weights.length; row += width) {
                double output = 0;
                for (int i = 0; i < width; i++) {
                    output += inputs[input + i] * weights[row + i];
                }
                sum += output * output;
            }
        }
        return sum;
    }
}
