package org.jackknife.compression.internal;

import java.lang.foreign.MemorySegment;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorInfo;

/** Decodes the matrices of a model. */
final class MatrixSource {

    private final Gguf source;
    private final TensorCodec codec;
    private final RowWorkers workers;

    MatrixSource(Gguf source, TensorCodec codec, RowWorkers workers) {
        this.source = source;
        this.codec = codec;
        this.workers = workers;
    }

    /**
     * One matrix.
     *
     * @throws MethodException if it does not fit an array or a weight is not finite
     */
    Matrix matrix(TensorInfo tensor, int expert) {
        MatrixShape shape = MatrixShape.of(tensor.spec());
        float[] weights = new float[shape.weights()];
        workers.forRows(shape.rows(), shape.columns(), (from, to) -> {
            float[] rows = rows(tensor, expert, from, to);
            requireFinite(tensor, shape, expert, from, rows);
            System.arraycopy(rows, 0, weights, from * shape.columns(), rows.length);
        });
        return new Matrix(tensor.name(), expert, shape.rows(), shape.columns(), weights);
    }

    /** Some rows of a matrix, {@code to} excluded. */
    float[] rows(TensorInfo tensor, int expert, int from, int to) {
        MatrixShape shape = MatrixShape.of(tensor.spec());
        long first = (long) expert * shape.rows() + from;
        MemorySegment bytes = source.data(tensor).asSlice(first * tensor.rowBytes(), (to - from) * tensor.rowBytes());
        float[] rows = new float[(to - from) * shape.columns()];
        codec.decode(tensor.type(), bytes, rows);
        return rows;
    }

    private static void requireFinite(TensorInfo tensor, MatrixShape shape, int expert, int firstRow, float[] rows) {
        for (int i = 0; i < rows.length; i++) {
            if (!Float.isFinite(rows[i])) {
                throw new MethodException(
                        "tensor %s holds %s at row %d, column %d%s; no method can weigh that: repair the model or exclude the tensor"
                                .formatted(
                                        tensor.name(),
                                        rows[i],
                                        firstRow + i / shape.columns(),
                                        i % shape.columns(),
                                        shape.experts() == 1 ? "" : " of expert " + expert));
            }
        }
    }
}
