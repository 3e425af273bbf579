package org.jackknife.compression.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.WeightChange;
import org.jackknife.api.plugin.Seeds;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixWork;
import org.jackknife.compression.OutputError;
import org.jackknife.compression.RowWorkers;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;
import org.jackknife.numeric.LinearAlgebra;

/**
 * Takes one matrix through decoding, the method, storing and measuring. Memory: the matrix in single precision, its
 * stored form, and a few rows for each thread.
 */
final class MatrixPress {

    /** Errors of outputs are measured on about so many rows: on all, that would take longer than most methods. */
    static final int MEASURED_ROWS = 256;

    private final MethodContext context;
    private final MatrixSource source;
    private final MatrixKernel kernel;
    private final RowWorkers workers;

    MatrixPress(MethodContext context, MatrixKernel kernel, RowWorkers workers) {
        this.context = context;
        this.source = new MatrixSource(context.source(), context.codec(), workers);
        this.kernel = kernel;
        this.workers = workers;
    }

    /**
     * Compresses the next expert of a tensor and appends it to the file.
     *
     * @return the new weights as the file holds them
     */
    Matrix compress(TensorTally tally, Inputs inputs, Optional<OutputError> outputs, GgufWriter writer)
            throws IOException {
        Matrix matrix = source.matrix(tally.tensor(), tally.next());
        try (Arena arena = Arena.ofShared()) {
            MemorySegment target = arena.allocate(tally.type().bytesFor(matrix.weights().length));
            kernel.compress(matrix, inputs, new Work(tally, target));
            // the method is done with its weights: their array takes what is stored now
            decode(tally.type(), target, matrix);
            kernel.restore(matrix);
            measure(tally, matrix, outputs);
            writer.write(matrix.tensor(), target);
        }
        tally.expertDone();
        return matrix;
    }

    /** The weights of one expert of a tensor that the file holds already. */
    float[] finished(String tensor, TensorType type, int expert, GgufWriter writer) throws IOException {
        MatrixShape shape = MatrixShape.of(context.source().tensor(tensor).orElseThrow().spec());
        Matrix matrix = new Matrix(tensor, expert, shape.rows(), shape.columns(), new float[shape.weights()]);
        long size = type.bytesFor(shape.weights());
        try (Arena arena = Arena.ofShared()) {
            MemorySegment stored = arena.allocate(size);
            writer.read(tensor, expert * size, stored);
            decode(type, stored, matrix);
        }
        return matrix.weights();
    }

    private void decode(TensorType type, MemorySegment stored, Matrix matrix) {
        long rowBytes = type.bytesFor(matrix.columns());
        workers.forRows(matrix.rows(), matrix.columns(), (from, to) -> {
            float[] rows = new float[(to - from) * matrix.columns()];
            context.codec().decode(type, stored.asSlice(from * rowBytes, (to - from) * rowBytes), rows);
            for (int i = 0; i < rows.length; i++) {
                if (!Float.isFinite(rows[i])) {
                    throw new MethodException("tensor %s: a weight of row %d is beyond what %s holds; choose another type for it"
                            .formatted(matrix.tensor(), from + i / matrix.columns(), type));
                }
            }
            System.arraycopy(rows, 0, matrix.weights(), from * matrix.columns(), rows.length);
        });
    }

    /** What some rows changed by. */
    private record RowChange(WeightChange weights, double squaredOutputChange, double squaredOutput) {}

    private void measure(TensorTally tally, Matrix after, Optional<OutputError> outputs) {
        int every = Math.max(1, after.rows() / MEASURED_ROWS);
        workers.ask(after.rows(), after.columns(), (from, to) -> {
                    boolean measured = from / (to - from) % every == 0;
                    return change(tally, after, measured ? outputs : Optional.empty(), from, to);
                })
                .forEach(rows -> {
                    tally.changed(rows.weights());
                    if (outputs.isPresent()) {
                        tally.measured(rows.squaredOutputChange(), rows.squaredOutput());
                    }
                });
    }

    private RowChange change(TensorTally tally, Matrix after, Optional<OutputError> outputs, int from, int to) {
        float[] before = source.rows(tally.tensor(), after.expert(), from, to);
        float[] changed = new float[before.length];
        System.arraycopy(after.weights(), from * after.columns(), changed, 0, changed.length);
        WeightChange weights = new WeightChange();
        weights.add(before, changed, before.length);
        if (outputs.isEmpty()) {
            return new RowChange(weights, 0, 0);
        }
        for (int i = 0; i < changed.length; i++) {
            changed[i] -= before[i];
        }
        return new RowChange(
                weights,
                outputs.get().squaredOutput(changed, to - from),
                outputs.get().squaredOutput(before, to - from));
    }

    /** What the method gets to see of all this. */
    private final class Work implements MatrixWork {

        private final TensorTally tally;
        private final MemorySegment target;
        private final int expert;

        Work(TensorTally tally, MemorySegment target) {
            this.tally = tally;
            this.target = target;
            this.expert = tally.next();
        }

        @Override
        public TensorType type() {
            return tally.type();
        }

        @Override
        public MemorySegment target() {
            return target;
        }

        @Override
        public void encode(Matrix matrix) {
            long rowBytes = type().bytesFor(matrix.columns());
            workers.forRows(matrix.rows(), matrix.columns(), (from, to) -> {
                float[] rows = new float[(to - from) * matrix.columns()];
                System.arraycopy(matrix.weights(), from * matrix.columns(), rows, 0, rows.length);
                MemorySegment bytes = target.asSlice(from * rowBytes, (to - from) * rowBytes);
                context.codec().encode(type(), rows, matrix.columns(), bytes, null);
            });
        }

        @Override
        public TensorCodec codec() {
            return context.codec();
        }

        @Override
        public RowWorkers workers() {
            return workers;
        }

        @Override
        public LinearAlgebra algebra() {
            return LinearAlgebra.fastest(context.threads());
        }

        @Override
        public long seed() {
            return Seeds.of("matrix", Long.toString(context.seed()), tally.tensor().name(), Integer.toString(expert));
        }

        @Override
        public void note(String text) {
            tally.note(text);
        }
    }
}
