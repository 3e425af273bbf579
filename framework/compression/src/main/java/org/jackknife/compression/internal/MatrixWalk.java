package org.jackknife.compression.internal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.calibration.GramVisitor;
import org.jackknife.api.calibration.MatrixInput;
import org.jackknife.api.method.MethodContext;
import org.jackknife.compression.DataNeed;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.OutputError;
import org.jackknife.compression.RowWorkers;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.numeric.LinearAlgebra;

/** Walks a model: copies what is not chosen, and has the kernel compress every matrix that is, with the data it needs. */
public final class MatrixWalk {

    /**
     * What is to be done.
     *
     * @param metadata of the result
     * @param planned the tensors of the result, in the order of the source
     * @param chosen the types in which the chosen tensors are stored, by name
     * @param need what the kernel asks of calibration
     * @param withoutData what the kernel does where the data that it asked for is missing, for the report
     */
    public record Job(
            GgufMetadata metadata,
            List<TensorSpec> planned,
            Map<String, TensorType> chosen,
            DataNeed need,
            String withoutData) {}

    private final Job job;
    private final MethodContext context;
    private final Gguf source;
    private final MatrixPress press;
    private final GgufWriter writer;
    private final Map<String, TensorTally> pending = new LinkedHashMap<>();
    private int done;

    private MatrixWalk(Job job, MethodContext context, MatrixPress press, GgufWriter writer) {
        this.job = job;
        this.context = context;
        this.source = context.source();
        this.press = press;
        this.writer = writer;
    }

    /**
     * Compresses the model of the context.
     *
     * @throws org.jackknife.api.method.MethodException if the model or the corpus does not fit
     */
    public static void run(Job job, MatrixKernel kernel, MethodContext context) throws IOException {
        // before the file is begun: a corpus that cannot be read leaves none behind
        Optional<ChannelStatistics> statistics = statistics(job.need(), context);
        try (RowWorkers workers = new RowWorkers(context.threads());
                GgufWriter writer = context.create(job.metadata(), job.planned())) {
            MatrixWalk walk = new MatrixWalk(job, context, new MatrixPress(context, kernel, workers), writer);
            walk.copyOthers();
            if (job.need().kind() == DataNeed.Kind.GRAMS) {
                walk.visitGrams();
            } else {
                walk.treatInFileOrder(statistics);
            }
            writer.commit();
            context.progress().at(job.planned().size(), job.planned().size(), "written");
        }
    }

    private static Optional<ChannelStatistics> statistics(DataNeed need, MethodContext context) throws IOException {
        return switch (need.kind()) {
            case NOTHING, GRAMS -> Optional.empty();
            case MEASURE, CHANNELS -> Optional.of(context.calibrator().channels(need.calibration()));
        };
    }

    /** Copies all tensors that are not chosen, and remembers those that are still to be treated. */
    private void copyOthers() throws IOException {
        for (TensorInfo tensor : source.tensors()) {
            TensorType type = job.chosen().get(tensor.name());
            if (writer.isComplete(tensor.name())) {
                done++;
            } else if (type != null) {
                pending.put(tensor.name(), new TensorTally(tensor, type));
            } else {
                context.progress().at(done++, job.planned().size(), tensor.name());
                writer.write(tensor.name(), source.data(tensor));
                source.unload(tensor);
            }
        }
    }

    private void treatInFileOrder(Optional<ChannelStatistics> statistics) throws IOException {
        boolean needed = job.need().kind() == DataNeed.Kind.CHANNELS;
        for (TensorTally tally : pending.values()) {
            String name = tally.tensor().name();
            while (!tally.complete()) {
                int expert = tally.next();
                Inputs inputs = needed
                        ? statistics.flatMap(all -> all.of(name))
                                .map(channels -> Inputs.of(channels, expert))
                                .orElse(Inputs.unknown())
                        : Inputs.unknown();
                treat(tally, inputs, statistics.flatMap(all -> all.rows(name, expert)
                        .map(rows -> OutputError.ofRows(rows, Math.toIntExact(tally.tensor().rowLength())))));
            }
        }
    }

    private void visitGrams() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        // a sequential calibration must know of finished matrices too: they are what later blocks are calibrated on
        boolean sequential = job.need().calibration().sequential();
        Set<String> wanted = sequential ? job.chosen().keySet() : pending.keySet();
        context.calibrator().grams(job.need().calibration(), wanted, new GramVisitor() {
            @Override
            public void visit(MatrixInput input) throws IOException {
                MatrixWalk.this.visit(input);
            }

            @Override
            public Optional<float[]> finished(String tensor, int expert) throws IOException {
                return pending.containsKey(tensor)
                        ? Optional.empty()
                        : Optional.of(press.finished(tensor, job.chosen().get(tensor), expert, writer));
            }
        });
        // what the computation never reached
        for (TensorTally tally : pending.values()) {
            while (!tally.complete()) {
                treat(tally, Inputs.unknown(), Optional.empty());
            }
        }
    }

    private void visit(MatrixInput input) throws IOException {
        try (Inputs inputs = Inputs.of(input.gram(), input.tokens())) {
            Optional<OutputError> outputs =
                    inputs.gram().map(gram -> OutputError.ofGram(gram, LinearAlgebra.fastest(1)));
            for (String name : input.tensors()) {
                TensorTally tally = pending.get(name);
                if (tally == null || tally.next() != input.expert()) {
                    throw new IllegalStateException("calibration visits expert %d of %s, expected is %s"
                            .formatted(input.expert(), name, tally == null ? "no visit" : "expert " + tally.next()));
                }
                Matrix compressed = treat(tally, inputs, outputs);
                input.replace(name, compressed.weights());
            }
        }
    }

    private Matrix treat(TensorTally tally, Inputs inputs, Optional<OutputError> outputs) throws IOException {
        TensorInfo tensor = tally.tensor();
        context.progress().at(done, job.planned().size(), tensor.name());
        boolean needed = job.need().kind() == DataNeed.Kind.CHANNELS || job.need().kind() == DataNeed.Kind.GRAMS;
        if (needed && inputs.tokens() == 0) {
            tally.unseen();
        }
        Matrix compressed = press.compress(tally, inputs, outputs, writer);
        if (tally.complete()) {
            context.report(tally.report(job.withoutData()));
            source.unload(tensor);
            done++;
        }
        return compressed;
    }
}
