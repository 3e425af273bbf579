package org.jackknife.numeric.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jackknife.numeric.FloatMatrix;

/**
 * Inverts a lower triangular matrix in place, block row after block row. With {@code X = L⁻¹} and the rows above block row
 * {@code i} done, {@code X[i,j] = -L[i,i]⁻¹ · Σ L[i,k]·X[k,j]} over {@code j ≤ k < i}, which follows from {@code LX = I}; the
 * block columns {@code j} are independent of one another.
 */
final class TriangularInverse {

    private static final int BLOCK = 256;

    private TriangularInverse() {}

    /** What lies above the diagonal must be zero, and stays so. */
    static void lower(FloatMatrix matrix, Team team) {
        OpenBlas blas = OpenBlas.library();
        Block all = Block.of(matrix);
        Tiles tiles = new Tiles(matrix.rows(), BLOCK);
        try (Arena arena = Arena.ofShared()) {
            // the row's L is needed until all of its X is known
            Block copy = Block.of(FloatMatrix.allocate(arena, Math.min(BLOCK, matrix.rows()), matrix.rows()));
            for (int i = 0; i < tiles.count(); i++) {
                int start = tiles.start(i);
                int height = tiles.length(i);
                Block diagonal = all.part(start, height, start, height);
                Block rowOfL = copy.part(0, height, 0, matrix.rows());
                copyRows(all.part(start, height, 0, start), rowOfL);
                team.run(i, (double) start * start * height, j -> {
                    int column = tiles.start(j);
                    Block target = all.part(start, height, column, BLOCK);
                    Block sum = rowOfL.part(0, height, column, start - column);
                    blas.multiply(1, sum, all.part(column, start - column, column, BLOCK), 0, target);
                    blas.solveLeftNegated(diagonal, target);
                });
                blas.invert(diagonal);
            }
        }
    }

    private static void copyRows(Block from, Block to) {
        long bytes = (long) from.columns() * Float.BYTES;
        for (int row = 0; row < from.rows(); row++) {
            MemorySegment source = from.part(row, 1, 0, from.columns()).address();
            MemorySegment target = to.part(row, 1, 0, from.columns()).address();
            MemorySegment.copy(source, 0, target, 0, bytes);
        }
    }
}
