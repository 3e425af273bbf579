package org.jackknife.compression.folding;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Holds the scales of groups and applies them to weights: a reader's columns are multiplied, a producer's channels
 * divided. A tensor may be both, reader of one group and producer of another. Not synchronised: scales are put by one
 * thread, before they are applied.
 */
public final class Folding {

    /** What a producer's rows are divided by, from {@code firstRow} on. */
    private record Divisors(int firstRow, float[] scales) {}

    private final Map<MatrixId, float[]> columns = new HashMap<>();
    private final Map<MatrixId, Divisors> rows = new HashMap<>();
    private final Set<String> tensors = new HashSet<>();

    /**
     * Sets the scales of a group.
     *
     * @param scales one for each channel of the producer, finite and above 0
     */
    public void put(FoldGroup group, float[] scales) {
        Producer producer = group.producer();
        for (int channel = 0; channel < scales.length; channel++) {
            if (!(scales[channel] > 0) || scales[channel] == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("scale of channel %d of %s is %s, it must be finite and above 0"
                        .formatted(channel, producer.weight(), scales[channel]));
            }
        }
        float[] ofColumns = group.toColumns(scales);
        group.readers().forEach(reader -> columns.put(reader, ofColumns));
        group.readers().forEach(reader -> tensors.add(reader.tensor()));
        Divisors divisors = new Divisors(producer.firstRow(), scales.clone());
        producer.tensors().forEach(tensor -> rows.put(new MatrixId(tensor, producer.expert()), divisors));
        tensors.addAll(producer.tensors());
    }

    /** Whether there are scales for the tensor, or for one of its experts. */
    public boolean touches(String tensor) {
        return tensors.contains(tensor);
    }

    /** What the columns of a matrix are multiplied by; all 1 where no group with scales reads it. */
    public float[] columnScales(MatrixId id, int width) {
        float[] scales = columns.get(id);
        if (scales != null) {
            return scales.clone();
        }
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * Applies the scales.
     *
     * @param weights row-major, changed in place; a norm or a bias has one column
     */
    public void fold(MatrixId id, float[] weights, int width) {
        apply(id, weights, width, false);
    }

    /** Takes the scales out again: what the folded weights come to in the model as it was. */
    public void unfold(MatrixId id, float[] weights, int width) {
        apply(id, weights, width, true);
    }

    private void apply(MatrixId id, float[] weights, int width, boolean inverse) {
        float[] scales = columns.get(id);
        Divisors divisors = rows.get(id);
        if (scales == null && divisors == null) {
            return;
        }
        for (int row = 0; row < weights.length / width; row++) {
            float divisor = divisor(divisors, row);
            for (int column = 0; column < width; column++) {
                float scale = scales == null ? 1 : scales[column];
                int at = row * width + column;
                weights[at] = inverse ? weights[at] / scale * divisor : weights[at] * scale / divisor;
            }
        }
    }

    private static float divisor(Divisors divisors, int row) {
        if (divisors == null) {
            return 1;
        }
        int channel = row - divisors.firstRow();
        return channel >= 0 && channel < divisors.scales().length ? divisors.scales()[channel] : 1;
    }
}
