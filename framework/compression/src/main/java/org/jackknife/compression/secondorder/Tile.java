package org.jackknife.compression.secondorder;

/**
 * A few columns of a few rows, each column an array of its own: loops over rows have unit stride and become vector
 * instructions. Positions are those of the order of treatment.
 */
public final class Tile {

    /** The most rows of a tile. */
    static final int ROWS = 256;

    private final int firstRow;
    private final int firstPosition;
    private final float[][] coupling;
    private final float[][] weights;
    private final float[][] deviations;

    /** @param coupling R_ij / R_jj of the tile's columns with each other */
    Tile(int firstRow, int rows, int firstPosition, float[][] coupling) {
        this.firstRow = firstRow;
        this.firstPosition = firstPosition;
        this.coupling = coupling;
        this.weights = new float[coupling.length][rows];
        this.deviations = new float[coupling.length][rows];
    }

    /** Which tile of the rows it is: tiles of the same rows have the same number. */
    public int number() {
        return firstRow / ROWS;
    }

    /** The first row, in the matrix. */
    public int firstRow() {
        return firstRow;
    }

    /** How many rows there are. */
    public int rows() {
        return weights[0].length;
    }

    /** How many columns there are. */
    public int width() {
        return weights.length;
    }

    /** The position of the column at an index. */
    public int position(int index) {
        return firstPosition + index;
    }

    /**
     * The weights of a column, one for each row: what is stored, or, of the next column, the weight that makes up best for
     * the errors of all that are stored.
     */
    public float[] weights(int index) {
        return weights[index];
    }

    /** The weights of a column before the sweep, as long as it is not stored. To be read only. */
    public float[] original(int index) {
        return deviations[index];
    }

    /**
     * The weights of some columns, the first of which is next, that make up best for the errors of all that are stored,
     * if none of them were changed further: what OBS updates would have made of them by now.
     *
     * <p>With t the sums {@code Σ d_i R_ij / R_jj} over stored columns i, by which {@link #weights} differ from the
     * original ones, the change x of all columns that are left makes every term of {@code dR} zero:
     * {@code x_j = t_j - Σ x_i R_ij / R_jj} over columns i before j that are not stored either.
     *
     * @return shape [count][rows]
     */
    public float[][] ahead(int index, int count) {
        float[][] changes = new float[count][];
        for (int i = 0; i < count; i++) {
            changes[i] = weights[index + i].clone();
            subtract(changes[i], original(index + i));
        }
        for (int i = 0; i < count; i++) {
            for (int later = i + 1; later < count; later++) {
                add(changes[later], -coupling[index + i][index + later], changes[i]);
            }
        }
        for (int i = 0; i < count; i++) {
            add(changes[i], 1, original(index + i));
        }
        return changes;
    }

    /** The weights of all columns. */
    float[][] weights() {
        return weights;
    }

    /** Makes up for the error of a column, now that it is stored, in the later columns of the tile. */
    void stored(int index) {
        float[] deviation = deviations[index];
        subtract(deviation, weights[index]);
        for (int later = index + 1; later < weights.length; later++) {
            add(weights[later], coupling[index][later], deviation);
        }
    }

    /** Original minus stored weights of a column that is stored. */
    float[] deviations(int index) {
        return deviations[index];
    }

    private static void subtract(float[] target, float[] other) {
        for (int row = 0; row < target.length; row++) {
            target[row] -= other[row];
        }
    }

    private static void add(float[] target, float factor, float[] other) {
        for (int row = 0; row < target.length; row++) {
            target[row] = Math.fma(factor, other[row], target[row]);
        }
    }
}
