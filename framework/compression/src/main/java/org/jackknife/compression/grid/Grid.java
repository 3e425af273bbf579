package org.jackknife.compression.grid;

/**
 * The values that one span of columns can take, for some rows: {@code scale·level(code) + offset}, with one scale and
 * offset for every {@code subLength} columns of a row. Levels are consecutive integers from {@code lowest} on, or those
 * of a codebook.
 *
 * <p>Rounding is to the nearest value, ties to the even integer as in PyTorch's {@code round}; a scale of zero holds the
 * offset alone.
 *
 * @param rows rows
 * @param columns columns of the span
 * @param subLength columns that share a scale, a divisor of {@code columns}
 * @param scales shape [rows][columns / subLength]
 * @param offsets same shape
 * @param lowest the level of code 0
 * @param codes how many codes there are, at most 256
 * @param codebook level of each code, ascending; null for consecutive integers
 */
public record Grid(
        int rows,
        int columns,
        int subLength,
        float[] scales,
        float[] offsets,
        int lowest,
        int codes,
        float[] codebook) {

    /** The code of the value nearest to a weight, 0 to {@code codes - 1}. */
    public int code(int row, int column, float weight) {
        int at = row * (columns / subLength) + column / subLength;
        float scale = scales[at];
        if (scale == 0) {
            return codebook == null ? Math.clamp(-lowest, 0, codes - 1) : nearest(0);
        }
        float level = (weight - offsets[at]) / scale;
        return codebook == null ? (int) Math.clamp(Math.rint(level) - lowest, 0, codes - 1) : nearest(level);
    }

    /** The value of a code. */
    public float value(int row, int column, int code) {
        int at = row * (columns / subLength) + column / subLength;
        return scales[at] * (codebook == null ? lowest + code : codebook[code]) + offsets[at];
    }

    private int nearest(float level) {
        int best = 0;
        for (int code = 1; code < codes; code++) {
            if (Math.abs(codebook[code] - level) < Math.abs(codebook[best] - level)) {
                best = code;
            }
        }
        return best;
    }
}
