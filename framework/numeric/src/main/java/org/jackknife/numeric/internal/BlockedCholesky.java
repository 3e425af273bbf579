package org.jackknife.numeric.internal;

import org.jackknife.numeric.FloatMatrix;

/**
 * Factors a matrix in its lower triangle, block column after block column ("left-looking"): from a block column all
 * earlier ones are subtracted at once, then its diagonal block is factored and the rest solved by it. Each element is
 * written once per block column of its own, and rows are independent of one another.
 */
final class BlockedCholesky {

    /** Columns of a block: LAPACK's own code, on one thread, factors the diagonal blocks. */
    private static final int BLOCK = 256;

    private BlockedCholesky() {}

    /** Returns the row of the first pivot that is not above zero; -1 if there is none. The upper triangle is not touched. */
    static int lower(FloatMatrix matrix, Team team) {
        OpenBlas blas = OpenBlas.library();
        Block all = Block.of(matrix);
        Tiles tiles = new Tiles(matrix.rows(), BLOCK);
        for (int k = 0; k < tiles.count(); k++) {
            int start = tiles.start(k);
            int width = tiles.length(k);
            Block diagonal = all.part(start, width, start, width);
            if (k > 0) {
                blas.subtractOuter(all.part(start, width, 0, start), diagonal);
            }
            int bad = badPivot(blas.cholesky(diagonal), matrix, start, width);
            if (bad >= 0) {
                return bad;
            }
            int below = tiles.count() - k - 1;
            int column = k;
            team.run(below, 2.0 * (matrix.rows() - start) * width * (start + width), index ->
                    panel(blas, all, tiles, new Position(column + 1 + index, column)));
        }
        return -1;
    }

    private record Position(int row, int column) {}

    private static void panel(OpenBlas blas, Block all, Tiles tiles, Position at) {
        int done = tiles.start(at.column());
        int width = tiles.length(at.column());
        int row = tiles.start(at.row());
        int height = tiles.length(at.row());
        Block panel = all.part(row, height, done, width);
        if (done > 0) {
            Block left = all.part(row, height, 0, done);
            Block above = all.part(done, width, 0, done);
            blas.multiply(-1, left, above.transpose(), 1, panel);
        }
        blas.solveRight(all.part(done, width, done, width), panel);
    }

    /** LAPACK tells a pivot that is zero or negative; NaN passes its comparison. */
    private static int badPivot(int info, FloatMatrix matrix, int start, int width) {
        int known = info > 0 ? start + info - 1 : start + width;
        for (int i = start; i < known; i++) {
            if (!(matrix.get(i, i) > 0) || Float.isInfinite(matrix.get(i, i))) {
                return i;
            }
        }
        return info > 0 ? known : -1;
    }
}
