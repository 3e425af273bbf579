package org.jackknife.awq.internal;

import java.lang.foreign.Arena;
import org.jackknife.numeric.FloatMatrix;

/**
 * Keeps what the search for cuts needs of a Gram matrix, after the matrix itself is gone: the diagonal blocks of the
 * groups, {@code X_gᵀ·X_g}.
 *
 * @param blocks block after block, shape [columns][group]
 * @param group columns of a group
 */
record GroupInputs(FloatMatrix blocks, int group) {

    /** Copies the blocks. */
    static GroupInputs of(FloatMatrix gram, int group, Arena arena) {
        FloatMatrix blocks = FloatMatrix.allocate(arena, gram.rows(), group);
        float[] line = new float[group];
        for (int row = 0; row < gram.rows(); row++) {
            gram.read(row, row / group * group, line, 0, group);
            blocks.write(row, 0, line, 0, group);
        }
        return new GroupInputs(blocks, group);
    }
}
