package org.jackknife.compression.internal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.method.MethodContext;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.compression.SelectionOptions;
import org.jackknife.compression.folding.FoldGroup;
import org.jackknife.compression.folding.FoldMap;
import org.jackknife.compression.folding.Folder;
import org.jackknife.compression.folding.FoldingWork;
import org.jackknife.compression.folding.MatrixId;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/** Walks a model group by group: stores a tensor once all groups that it waits for are decided, and copies the rest. */
public final class FoldWalk implements FoldingWork {

    /**
     * What is to be done.
     *
     * @param metadata of the result
     * @param choice the matrices that are rounded, with their types
     * @param selection tells which tensors must stay as they are
     * @param corpus what is calibrated on
     * @param folder decides and rounds
     */
    public record Job(
            GgufMetadata metadata,
            MatrixChoice choice,
            SelectionOptions selection,
            CalibrationOptions corpus,
            Folder folder) {}

    private final MethodContext context;
    private final FoldPlan plan;
    private final ChannelStatistics statistics;
    private final GgufWriter writer;
    private final RowWorkers workers;
    private final MatrixSource matrices;
    private final FoldStore store;

    /** The groups that are not decided yet, with the tensors that wait for them. */
    private final Map<FoldGroup, Set<String>> open = new LinkedHashMap<>();

    private int done;

    private FoldWalk(
            Job job,
            MethodContext context,
            ChannelStatistics statistics,
            GgufWriter writer,
            RowWorkers workers) {
        List<TensorSpec> tensors = specs(context.source());
        this.context = context;
        this.plan = new FoldPlan(
                FoldMap.of(context.source().metadata(), tensors), tensors, job.choice(), job.selection());
        this.statistics = statistics;
        this.writer = writer;
        this.workers = workers;
        this.matrices = new MatrixSource(context.source(), context.codec(), workers);
        this.store = new FoldStore(job, context, statistics, writer, workers);
    }

    private static List<TensorSpec> specs(Gguf source) {
        return source.tensors().stream().map(TensorInfo::spec).toList();
    }

    /**
     * Compresses the model of the context.
     *
     * @throws org.jackknife.api.method.MethodException if the model or the corpus does not fit
     */
    public static void run(Job job, MethodContext context) throws IOException {
        List<TensorSpec> tensors = specs(context.source());
        // before the file is begun: a corpus that cannot be read leaves none behind
        ChannelStatistics statistics = context.calibrator().channels(job.corpus());
        try (RowWorkers workers = new RowWorkers(context.threads());
                GgufWriter writer = context.create(job.metadata(), job.choice().planned(tensors))) {
            FoldWalk walk = new FoldWalk(job, context, statistics, writer, workers);
            walk.openGroups();
            walk.storeTheFree();
            job.folder().decide(walk);
            for (FoldGroup group : List.copyOf(walk.open.keySet())) {
                walk.leave(group, "");
            }
            writer.commit();
            context.progress().at(tensors.size(), tensors.size(), "written");
        }
    }

    private void openGroups() {
        for (FoldGroup group : plan.groups()) {
            Set<String> missing = new LinkedHashSet<>(plan.waiting(group));
            missing.removeIf(writer::isComplete);
            if (!missing.isEmpty()) {
                open.put(group, missing);
            }
        }
    }

    /** Stores all tensors that wait for no group. */
    private void storeTheFree() throws IOException {
        Set<String> waiting = open.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        for (TensorInfo tensor : context.source().tensors()) {
            if (writer.isComplete(tensor.name())) {
                done++;
            } else if (!waiting.contains(tensor.name())) {
                store(tensor);
            }
        }
    }

    private void store(TensorInfo tensor) throws IOException {
        progress(tensor.name());
        store.store(tensor);
        done++;
    }

    @Override
    public List<FoldGroup> groups() {
        return List.copyOf(open.keySet());
    }

    @Override
    public Optional<String> obstacle(FoldGroup group) {
        return plan.obstacle(group);
    }

    @Override
    public boolean chosen(String tensor) {
        return plan.chosen(tensor);
    }

    @Override
    public TensorType type(String tensor) {
        return plan.type(tensor);
    }

    @Override
    public Matrix matrix(MatrixId id) {
        return matrices.matrix(context.source().tensor(id.tensor()).orElseThrow(), id.expert());
    }

    @Override
    public ChannelStatistics statistics() {
        return statistics;
    }

    @Override
    public MethodContext context() {
        return context;
    }

    @Override
    public void progress(String what) {
        context.progress().at(done, context.source().tensors().size(), what);
    }

    @Override
    public RowWorkers workers() {
        return workers;
    }

    @Override
    public void fold(FoldGroup group, float[] scales, String note) throws IOException {
        obstacle(group).ifPresent(obstacle -> {
            throw new IllegalArgumentException("the group of %s takes no scales: %s"
                    .formatted(group.producer().weight(), obstacle));
        });
        store.folding().put(group, scales);
        String readers = group.readers().stream().map(MatrixId::tensor).distinct().collect(Collectors.joining(", "));
        group.producer().tensors().forEach(tensor -> store.note(tensor, "divided by the scales of " + readers));
        decided(group, note);
    }

    @Override
    public void leave(FoldGroup group, String note) throws IOException {
        decided(group, note);
    }

    private void decided(FoldGroup group, String note) throws IOException {
        Set<String> released = open.remove(group);
        if (released == null) {
            throw new IllegalArgumentException(
                    "the group of %s is not open".formatted(group.producer().weight()));
        }
        for (MatrixId reader : group.readers()) {
            if (chosen(reader.tensor()) && !note.isEmpty()) {
                store.note(reader.tensor(), note);
            }
        }
        for (String tensor : released) {
            if (open.values().stream().noneMatch(waiting -> waiting.contains(tensor))) {
                store(context.source().tensor(tensor).orElseThrow());
            }
        }
    }
}
