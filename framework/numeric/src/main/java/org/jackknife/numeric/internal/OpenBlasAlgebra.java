package org.jackknife.numeric.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.jackknife.numeric.MatrixView;
import org.jackknife.numeric.NotPositiveDefiniteException;
import org.jackknife.numeric.Triangle;

/** Cuts work into tiles, runs them on a team, and lets OpenBLAS compute each. */
public final class OpenBlasAlgebra implements LinearAlgebra {

    /** Small enough to keep threads busy, large enough that copying a tile into cache costs a few per cent. */
    private static final int TILE = 512;

    private final Team team;

    public OpenBlasAlgebra(int threads) {
        team = new Team(threads);
    }

    /** Whether OpenBLAS can be loaded here; tries it. */
    public static boolean available() {
        return OpenBlas.available();
    }

    @Override
    public void addGram(float[] rows, int count, FloatMatrix target) {
        Shapes.gram(rows.length, count, target);
        if (count == 0) {
            return;
        }
        // a copy costs little beside the products; native code on the heap's own memory would hold up its collector
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(FloatMatrix.bytes(count, target.columns()), Float.BYTES);
            MemorySegment.copy(rows, 0, copy, ValueLayout.JAVA_FLOAT, 0, count * target.columns());
            addGram(copy, count, target);
        }
    }

    @Override
    public void addGram(MemorySegment rows, int count, FloatMatrix target) {
        Shapes.gram(rows.byteSize() / Float.BYTES, count, target);
        Shapes.nativeMemory(rows);
        if (count == 0) {
            return;
        }
        OpenBlas blas = OpenBlas.library();
        int size = target.columns();
        Tiles tiles = new Tiles(size, TILE);
        Block x = Block.of(rows, count, size);
        Block gram = Block.of(target);
        team.run(TrianglePairs.count(tiles.count()), (double) size * size * count, index -> {
            int row = TrianglePairs.smaller(index);
            int column = TrianglePairs.larger(index);
            Block tile = gram.part(tiles.start(row), tiles.length(row), tiles.start(column), tiles.length(column));
            Block right = x.part(0, count, tiles.start(column), tiles.length(column));
            if (row == column) {
                blas.addGram(right, tile);
            } else {
                Block left = x.part(0, count, tiles.start(row), tiles.length(row));
                blas.multiply(1, left.transpose(), right, 1, tile);
            }
        });
    }

    @Override
    public void symmetrise(FloatMatrix target) {
        Shapes.square(target);
        Mirror.toLower(target);
    }

    @Override
    public void multiply(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c) {
        Shapes.product(a, b, c);
        OpenBlas blas = OpenBlas.library();
        Tiles down = new Tiles(c.rows(), TILE);
        Tiles across = new Tiles(c.columns(), TILE);
        int inner = a.width();
        Block left = Block.of(a);
        Block right = Block.of(b);
        Block result = Block.of(c);
        team.run(down.count() * across.count(), 2.0 * c.rows() * c.columns() * inner, index -> {
            int row = index / across.count();
            int column = index % across.count();
            blas.multiply(
                    alpha,
                    left.part(down.start(row), down.length(row), 0, inner),
                    right.part(0, inner, across.start(column), across.length(column)),
                    beta,
                    result.part(down.start(row), down.length(row), across.start(column), across.length(column)));
        });
    }

    @Override
    public void cholesky(FloatMatrix matrix, Triangle triangle) {
        Shapes.square(matrix);
        factor(matrix);
        if (triangle == Triangle.UPPER) {
            Mirror.toUpper(matrix);
        }
        Mirror.keep(triangle, matrix);
    }

    @Override
    public void invert(FloatMatrix matrix, Triangle triangle) {
        Shapes.square(matrix);
        Shapes.invertible(matrix);
        if (triangle == Triangle.UPPER) {
            Mirror.toLower(matrix);
        }
        Mirror.keep(Triangle.LOWER, matrix);
        TriangularInverse.lower(matrix, team);
        if (triangle == Triangle.UPPER) {
            Mirror.toUpper(matrix);
            Mirror.keep(Triangle.UPPER, matrix);
        }
    }

    @Override
    public void inverseCholesky(FloatMatrix matrix) {
        Shapes.square(matrix);
        Mirror.reverse(matrix);
        try {
            factor(matrix);
        } catch (NotPositiveDefiniteException e) {
            Mirror.reverse(matrix);
            throw new NotPositiveDefiniteException(matrix.rows() - 1 - e.pivot(), matrix.rows());
        }
        Mirror.keep(Triangle.LOWER, matrix);
        TriangularInverse.lower(matrix, team);
        Mirror.reverse(matrix);
    }

    /** Puts L into the lower triangle; on failure the upper triangle, which nothing has touched, restores the lower one. */
    private void factor(FloatMatrix matrix) {
        float[] diagonal = Mirror.diagonal(matrix);
        int bad = BlockedCholesky.lower(matrix, team);
        if (bad >= 0) {
            for (int i = 0; i < diagonal.length; i++) {
                matrix.set(i, i, diagonal[i]);
            }
            Mirror.toLower(matrix);
            throw new NotPositiveDefiniteException(bad, matrix.rows());
        }
    }
}
