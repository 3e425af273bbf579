package org.jackknife.compression.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.WeightChange;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixWork;
import org.jackknife.compression.OutputError;
import org.jackknife.compression.RowWorkers;
import org.jackknife.compression.folding.Folder;
import org.jackknife.compression.folding.Folding;
import org.jackknife.compression.folding.MatrixId;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;

/** Stores tensors with their scales folded in, and reports what they come to with the scales taken out again. */
final class FoldStore {

    private static final float LARGEST_HALF = 65_504;

    private final MethodContext context;
    private final ChannelStatistics statistics;
    private final MatrixChoice choice;
    private final Folder folder;
    private final GgufWriter writer;
    private final MatrixPress press;
    private final Folding folding = new Folding();
    private final Map<String, Set<String>> notes = new HashMap<>();

    FoldStore(
            FoldWalk.Job job,
            MethodContext context,
            ChannelStatistics statistics,
            GgufWriter writer,
            RowWorkers workers) {
        this.context = context;
        this.statistics = statistics;
        this.choice = job.choice();
        this.folder = job.folder();
        this.writer = writer;
        this.press = new MatrixPress(context, new Kernel(), workers);
    }

    /** The scales so far. */
    Folding folding() {
        return folding;
    }

    /** Adds to the report of a tensor that is still to be stored. */
    void note(String tensor, String text) {
        notes.computeIfAbsent(tensor, name -> new LinkedHashSet<>()).add(text);
    }

    /** Stores a tensor: rounded where it is chosen, in its own type where it is only scaled, and as it is otherwise. */
    void store(TensorInfo tensor) throws IOException {
        TensorType type = choice.types().get(tensor.name());
        boolean scaled = folding.touches(tensor.name());
        if (type == null && !scaled) {
            writer.write(tensor.name(), context.source().data(tensor));
        } else if (tensor.shape().size() == 1) {
            vector(tensor);
        } else {
            matrices(tensor, type == null ? tensor.type() : type);
        }
        context.source().unload(tensor);
    }

    private void matrices(TensorInfo tensor, TensorType type) throws IOException {
        TensorTally tally = new TensorTally(tensor, type);
        notes.getOrDefault(tensor.name(), Set.of()).forEach(tally::note);
        while (!tally.complete()) {
            int expert = tally.next();
            Optional<OutputError> outputs = statistics.rows(tensor.name(), expert)
                    .map(rows -> OutputError.ofRows(rows, Math.toIntExact(tensor.rowLength())));
            try (Inputs inputs = inputs(tensor.name(), expert)) {
                if (inputs.tokens() == 0) {
                    tally.unseen();
                }
                press.compress(tally, inputs, outputs, writer);
            }
        }
        context.report(tally.report("without scales of its own"));
    }

    private Inputs inputs(String tensor, int expert) {
        return statistics.of(tensor)
                .map(channels -> Inputs.of(channels, expert))
                .orElse(Inputs.unknown());
    }

    /** A norm or a bias: vectors are F32 in every model that llama.cpp loads. */
    private void vector(TensorInfo tensor) throws IOException {
        MatrixId id = MatrixId.of(tensor.name());
        float[] before = new float[Math.toIntExact(tensor.elements())];
        context.codec().decode(tensor.type(), context.source().data(tensor), before);
        float[] after = before.clone();
        folding.fold(id, after, 1);
        for (int i = 0; i < after.length; i++) {
            if (!Float.isFinite(after[i])) {
                throw new MethodException("tensor %s: element %d is %s and would be %s with the scales in it; repair the model or exclude the tensor"
                        .formatted(tensor.name(), i, before[i], after[i]));
            }
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(tensor.byteSize());
            context.codec().encode(tensor.type(), after, after.length, bytes, null);
            writer.write(tensor.name(), bytes);
        }
        folding.unfold(id, after, 1);
        WeightChange change = new WeightChange();
        change.add(before, after, after.length);
        context.report(change.report(tensor, tensor.type())
                .withNote(String.join("; ", notes.getOrDefault(tensor.name(), Set.of()))));
    }

    /** Folds before the method stores, and takes the scales out of what was stored. */
    private final class Kernel implements MatrixKernel {

        @Override
        public void compress(Matrix matrix, Inputs inputs, MatrixWork work) {
            folding.fold(id(matrix), matrix.weights(), matrix.columns());
            if (work.type() == TensorType.F16) {
                requireRange(matrix);
            }
            if (choice.types().containsKey(matrix.tensor())) {
                folder.store(matrix, inputs, work);
            } else {
                work.encode(matrix);
            }
        }

        @Override
        public void restore(Matrix stored) {
            folding.unfold(id(stored), stored.weights(), stored.columns());
        }

        private static MatrixId id(Matrix matrix) {
            return new MatrixId(matrix.tensor(), matrix.expert());
        }

        private static void requireRange(Matrix matrix) {
            for (int i = 0; i < matrix.weights().length; i++) {
                if (Math.abs(matrix.weights()[i]) > LARGEST_HALF) {
                    throw new MethodException("tensor %s: with the scales in it, the weight at row %d, column %d is %s, F16 ends at %s; choose scales nearer to 1 by a smaller alpha, or exclude the tensor"
                            .formatted(
                                    matrix.tensor(),
                                    i / matrix.columns(),
                                    i % matrix.columns(),
                                    matrix.weights()[i],
                                    LARGEST_HALF));
                }
            }
        }
    }
}
