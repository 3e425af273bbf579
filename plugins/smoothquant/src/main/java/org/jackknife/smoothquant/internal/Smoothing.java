package org.jackknife.smoothquant.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jackknife.api.calibration.Channels;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixWork;
import org.jackknife.compression.folding.FoldGroup;
import org.jackknife.compression.folding.Folder;
import org.jackknife.compression.folding.FoldingWork;
import org.jackknife.compression.folding.MatrixId;

/** One compression by SmoothQuant: scales from maxima, and the codec's own encoder for what is stored. */
public final class Smoothing implements Folder {

    private final double alpha;
    private final boolean intoMatrices;

    /**
     * A compression.
     *
     * @param alpha the smoothing strength, 0 to 1
     * @param intoMatrices whether inputs that a matrix makes are scaled too, not those of norms alone
     */
    public Smoothing(double alpha, boolean intoMatrices) {
        this.alpha = alpha;
        this.intoMatrices = intoMatrices;
    }

    @Override
    public void decide(FoldingWork work) throws IOException {
        for (FoldGroup group : work.groups()) {
            Optional<float[]> activations = activations(group, work);
            Optional<String> obstacle = work.obstacle(group);
            if (!intoMatrices && !group.producer().weight().endsWith("_norm.weight")) {
                work.leave(group, "not smoothed: a matrix makes its input");
            } else if (obstacle.isPresent()) {
                work.leave(group, "not smoothed: " + obstacle.get());
            } else if (activations.isEmpty()) {
                work.leave(group, "");
            } else {
                float[] scales = SmoothingScales.of(activations.get(), weights(group, work), alpha);
                work.fold(group, scales, note(scales));
            }
        }
    }

    private String note(float[] scales) {
        float[] sorted = scales.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT, "alpha %s, scales %.3g to %.3g", alpha, sorted[0], sorted[sorted.length - 1]);
    }

    /** The largest |x| of each channel, over all readers that saw a token. */
    private static Optional<float[]> activations(FoldGroup group, FoldingWork work) {
        float[] maxima = new float[group.width()];
        long tokens = 0;
        for (MatrixId reader : group.readers()) {
            Optional<Channels> channels = work.statistics().of(reader.tensor());
            if (channels.isPresent()) {
                tokens += channels.get().tokens()[reader.expert()];
                raise(maxima, channels.get().maxima(), reader.expert() * maxima.length);
            }
        }
        return tokens == 0 ? Optional.empty() : Optional.of(group.largest(maxima));
    }

    private static float[] weights(FoldGroup group, FoldingWork work) {
        float[] maxima = new float[group.width()];
        for (MatrixId reader : group.readers()) {
            Matrix matrix = work.matrix(reader);
            work.workers()
                    .ask(matrix.rows(), matrix.columns(), (from, to) -> columnMaxima(matrix, from, to))
                    .forEach(ofRows -> raise(maxima, ofRows, 0));
        }
        return group.largest(maxima);
    }

    private static float[] columnMaxima(Matrix matrix, int from, int to) {
        float[] maxima = new float[matrix.columns()];
        for (int row = from; row < to; row++) {
            raise(maxima, matrix.weights(), row * matrix.columns());
        }
        return maxima;
    }

    private static void raise(float[] maxima, float[] values, int at) {
        for (int i = 0; i < maxima.length; i++) {
            maxima[i] = Math.max(maxima[i], Math.abs(values[at + i]));
        }
    }

    @Override
    public void store(Matrix folded, Inputs inputs, MatrixWork work) {
        work.encode(folded);
    }
}
