package org.jackknife.compression.folding;

import java.util.List;

/**
 * Matrices that read one input, and its producer. With a scale s for each channel of the producer, multiplying the
 * readers' columns by s and dividing the producer's channels by s changes no output:
 * {@code W·diag(s)·(diag(s)⁻¹·x) = W·x}.
 *
 * <p>Channels and columns are the same but where query heads share value heads: there {@code copies} heads of the input
 * are made from one of the producer, and their columns share its scales.
 *
 * @param readers all matrices that multiply the input, in the order of the computation; never empty
 * @param producer what makes the input
 * @param width columns of the readers
 * @param run neighbouring columns that are copied together, the length of a head; {@code width} where nothing is copied
 * @param copies how many runs of the input come from one of the producer, 1 where nothing is copied
 */
public record FoldGroup(List<MatrixId> readers, Producer producer, int width, int run, int copies) {

    /** Checks that the columns come from the channels. */
    public FoldGroup {
        readers = List.copyOf(readers);
        if (readers.isEmpty() || run * copies < 1 || width % (run * copies) != 0 || width != producer.channels() * copies) {
            throw new IllegalArgumentException("%d columns cannot come from %d channels of %s in runs of %d, %d times"
                    .formatted(width, producer.channels(), producer.weight(), run, copies));
        }
    }

    /** The channel that a column reads. */
    public int channel(int column) {
        return column / (run * copies) * run + column % run;
    }

    /** One value for each column, from one for each channel. */
    public float[] toColumns(float[] ofChannels) {
        float[] ofColumns = new float[width];
        for (int column = 0; column < width; column++) {
            ofColumns[column] = ofChannels[channel(column)];
        }
        return ofColumns;
    }

    /** One value for each channel, the largest of its columns. */
    public float[] largest(float[] ofColumns) {
        float[] ofChannels = new float[producer.channels()];
        for (int column = 0; column < width; column++) {
            int channel = channel(column);
            ofChannels[channel] = Math.max(ofChannels[channel], ofColumns[column]);
        }
        return ofChannels;
    }

    /** One value for each channel, the sum over its columns. */
    public double[] sum(double[] ofColumns) {
        double[] ofChannels = new double[producer.channels()];
        for (int column = 0; column < width; column++) {
            ofChannels[channel(column)] += ofColumns[column];
        }
        return ofChannels;
    }
}
