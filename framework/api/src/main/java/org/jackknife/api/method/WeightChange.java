package org.jackknife.api.method;

import java.util.Optional;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;

/** Adds up what compression did to the weights of one tensor, piece by piece. Not safe for several threads. */
public final class WeightChange {

    private double squaredChange;
    private double squaredSource;
    private long zeros;
    private long weights;

    /**
     * Adds a piece.
     *
     * @param before the weights of the source
     * @param after the weights as the result holds them, after decoding
     * @param count how many from the start of both arrays
     */
    public void add(float[] before, float[] after, int count) {
        for (int i = 0; i < count; i++) {
            double change = (double) after[i] - before[i];
            squaredChange += change * change;
            squaredSource += (double) before[i] * before[i];
            if (after[i] == 0) {
                zeros++;
            }
        }
        weights += count;
    }

    /** Adds what another one added up, as that of other rows. */
    public void add(WeightChange other) {
        squaredChange += other.squaredChange;
        squaredSource += other.squaredSource;
        zeros += other.zeros;
        weights += other.weights;
    }

    /** The report of a tensor stored as {@code to}, over what was added so far. */
    public TensorReport report(TensorInfo tensor, TensorType to) {
        double relativeError = squaredSource == 0 ? 0 : Math.sqrt(squaredChange / squaredSource);
        double zeroFraction = weights == 0 ? 0 : (double) zeros / weights;
        return new TensorReport(
                tensor.name(),
                tensor.type(),
                to,
                to.bytesFor(tensor.elements()),
                relativeError,
                Optional.empty(),
                zeroFraction,
                "");
    }
}
