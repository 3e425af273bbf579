package org.jackknife.numeric.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.jackknife.numeric.MatrixView;
import org.jackknife.numeric.NotPositiveDefiniteException;
import org.jackknife.numeric.Triangle;

/** Computes by the definitions, with sums in double precision; results are rounded to floats once. */
public final class PlainAlgebra implements LinearAlgebra {

    @Override
    public void addGram(float[] rows, int count, FloatMatrix target) {
        Shapes.gram(rows.length, count, target);
        int size = target.columns();
        for (int i = 0; i < size; i++) {
            for (int j = i; j < size; j++) {
                double sum = target.get(i, j);
                for (int row = 0; row < count; row++) {
                    sum += (double) rows[row * size + i] * rows[row * size + j];
                }
                target.set(i, j, (float) sum);
            }
        }
    }

    @Override
    public void addGram(MemorySegment rows, int count, FloatMatrix target) {
        addGram(rows.toArray(ValueLayout.JAVA_FLOAT), count, target);
    }

    @Override
    public void symmetrise(FloatMatrix target) {
        Shapes.square(target);
        for (int i = 0; i < target.rows(); i++) {
            for (int j = 0; j < i; j++) {
                target.set(i, j, target.get(j, i));
            }
        }
    }

    @Override
    public void multiply(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c) {
        Shapes.product(a, b, c);
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                double sum = 0;
                for (int k = 0; k < a.width(); k++) {
                    sum += (double) element(a, i, k) * element(b, k, j);
                }
                double old = beta == 0 ? 0 : (double) beta * element(c, i, j);
                c.matrix().set(c.row() + i, c.column() + j, (float) (alpha * sum + old));
            }
        }
    }

    @Override
    public void cholesky(FloatMatrix matrix, Triangle triangle) {
        Shapes.square(matrix);
        double[][] lower = lowerFactor(values(matrix));
        store(triangle == Triangle.LOWER ? lower : transposed(lower), matrix);
    }

    @Override
    public void invert(FloatMatrix matrix, Triangle triangle) {
        Shapes.square(matrix);
        Shapes.invertible(matrix);
        double[][] values = values(matrix);
        store(
                triangle == Triangle.LOWER
                        ? lowerInverse(values)
                        : transposed(lowerInverse(transposed(values))),
                matrix);
    }

    /** By the definition: the inverse, and its Cholesky factor. */
    @Override
    public void inverseCholesky(FloatMatrix matrix) {
        Shapes.square(matrix);
        double[][] factorInverse = lowerInverse(lowerFactor(values(matrix)));
        int size = matrix.rows();
        double[][] inverse = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                for (int k = Math.max(i, j); k < size; k++) {
                    inverse[i][j] += factorInverse[k][i] * factorInverse[k][j];
                }
            }
        }
        store(transposed(lowerFactor(inverse)), matrix);
    }

    private static double[][] lowerFactor(double[][] matrix) {
        int size = matrix.length;
        double[][] lower = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= lower[i][k] * lower[j][k];
                }
                if (i == j && !(rest > 0 && rest < Double.POSITIVE_INFINITY)) {
                    throw new NotPositiveDefiniteException(i, size);
                }
                lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
            }
        }
        return lower;
    }

    private static double[][] lowerInverse(double[][] lower) {
        int size = lower.length;
        double[][] inverse = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? 1 : 0;
                for (int k = j; k < i; k++) {
                    sum -= lower[i][k] * inverse[k][j];
                }
                inverse[i][j] = sum / lower[i][i];
            }
        }
        return inverse;
    }

    private static float element(MatrixView view, int row, int column) {
        return view.transposed()
                ? view.matrix().get(view.row() + column, view.column() + row)
                : view.matrix().get(view.row() + row, view.column() + column);
    }

    private static double[][] values(FloatMatrix matrix) {
        double[][] values = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                values[i][j] = matrix.get(i, j);
            }
        }
        return values;
    }

    private static double[][] transposed(double[][] square) {
        double[][] result = new double[square.length][square.length];
        for (int i = 0; i < square.length; i++) {
            for (int j = 0; j < square.length; j++) {
                result[j][i] = square[i][j];
            }
        }
        return result;
    }

    private static void store(double[][] values, FloatMatrix matrix) {
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                matrix.set(i, j, (float) values[i][j]);
            }
        }
    }
}
