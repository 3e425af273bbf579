package org.jackknife.awq.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jackknife.api.calibration.MatrixInput;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.NamedTensor;
import org.jackknife.compression.OutputError;
import org.jackknife.compression.folding.FoldGroup;
import org.jackknife.compression.folding.FoldingWork;
import org.jackknife.compression.folding.MatrixId;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;

/**
 * Searches the groups of a model: per group the exponent whose scales lose least, then per group of weights the cut that
 * loses least. A group is decided with the last of its Gram matrices.
 */
final class AwqSearch {

    /** Attention multiplies queries with keys: cutting them does more harm than their own outputs tell. */
    private static final Pattern NEVER_CUT = Pattern.compile("attn_(q|k|qkv)\\.weight");

    private final AwqSettings settings;
    private final Function<String, GridFormat> formats;
    private final LinearAlgebra algebra;
    private final FoldingWork work;
    private final Findings findings;
    private final Map<MatrixId, GroupSearch> open = new LinkedHashMap<>();

    AwqSearch(
            AwqSettings settings,
            Function<String, GridFormat> formats,
            LinearAlgebra algebra,
            FoldingWork work,
            Findings findings) {
        this.settings = settings;
        this.formats = formats;
        this.algebra = algebra;
        this.work = work;
        this.findings = findings;
    }

    /** Decides all groups. */
    void run() throws IOException {
        try {
            for (FoldGroup group : work.groups()) {
                begin(group);
            }
            Set<String> tensors =
                    open.keySet().stream().map(MatrixId::tensor).collect(Collectors.toCollection(LinkedHashSet::new));
            work.context().calibrator().grams(settings.corpus(), tensors, this::visit);
            for (GroupSearch search : new LinkedHashSet<>(open.values())) {
                decide(search);
            }
        } finally {
            Set.copyOf(open.values()).forEach(GroupSearch::close);
        }
    }

    private void begin(FoldGroup group) throws IOException {
        List<MatrixId> chosen =
                group.readers().stream().filter(reader -> work.chosen(reader.tensor())).toList();
        Optional<String> obstacle = work.obstacle(group);
        if (obstacle.isPresent() && chosen.stream().noneMatch(this::isCut)) {
            work.leave(group, withoutScales(obstacle));
            return;
        }
        GroupSearch search = new GroupSearch(group, chosen);
        chosen.forEach(reader -> open.put(reader, search));
        chosen.stream().filter(this::isOfExperts).forEach(reader -> findings.experts(reader.tensor()));
    }

    private static String withoutScales(Optional<String> obstacle) {
        return obstacle.map(text -> "no scales: " + text).orElse("");
    }

    private boolean isOfExperts(MatrixId reader) {
        return work.context().source().tensor(reader.tensor()).orElseThrow().length(2) > 1;
    }

    private boolean isCut(MatrixId reader) {
        return settings.clip() && !NEVER_CUT.matcher(reader.tensor()).find();
    }

    private void visit(MatrixInput input) throws IOException {
        for (String tensor : input.tensors()) {
            MatrixId id = new MatrixId(tensor, input.expert());
            GroupSearch search = open.get(id);
            work.progress("scales for " + id);
            if (input.tokens() > 0) {
                NamedTensor.run(tensor, () -> measure(search, id, input.gram()));
            }
            if (search.last(id)) {
                decide(search);
            }
        }
    }

    private void measure(GroupSearch search, MatrixId id, FloatMatrix gram) {
        if (!search.begun() && work.obstacle(search.group()).isEmpty()) {
            begin(search);
        }
        if (search.begun()) {
            addLosses(search, id, gram);
        }
        if (isCut(id)) {
            search.keep(id, gram, RoundTrip.span(formats.apply(id.tensor()), gram.columns()));
        }
    }

    private void begin(GroupSearch search) {
        FoldGroup group = search.group();
        Optional<double[]> means = ChannelMeans.of(group, work.statistics());
        means.ifPresent(ofChannels -> search.begin(
                ScaleCandidates.of(ofChannels, settings.duoScaling() ? magnitudes(search) : null)));
    }

    /** The magnitudes of weights of each channel, the mean over its columns. */
    private double[] magnitudes(GroupSearch search) {
        FoldGroup group = search.group();
        int span = RoundTrip.span(formats.apply(search.chosen().getFirst().tensor()), group.width());
        WeightMagnitudes magnitudes = new WeightMagnitudes(group.width(), span);
        search.chosen().forEach(reader -> magnitudes.add(work.matrix(reader), work.workers()));
        double[] sums = group.sum(magnitudes.means());
        return Arrays.stream(sums).map(sum -> sum / group.copies()).toArray();
    }

    private void addLosses(GroupSearch search, MatrixId id, FloatMatrix gram) {
        Matrix matrix = work.matrix(id);
        float[] rows = sample(matrix);
        double share = (double) rows.length / matrix.weights().length;
        ScaleLoss loss = new ScaleLoss(OutputError.ofGram(gram, algebra), work.workers());
        GridFormat format = formats.apply(id.tensor());
        for (int candidate = 0; candidate < ScaleCandidates.COUNT; candidate++) {
            float[] scales = search.group().toColumns(search.scales(candidate));
            RoundTrip rounding = new RoundTrip(format, settings.importance() ? importance(gram, scales) : null);
            search.lose(candidate, loss.of(rows, scales, rounding) / share);
        }
    }

    /** Rows spread evenly over the matrix. */
    private float[] sample(Matrix matrix) {
        int count = settings.searchRows() == 0 ? matrix.rows() : Math.min(settings.searchRows(), matrix.rows());
        if (count == matrix.rows()) {
            return matrix.weights();
        }
        float[] rows = new float[count * matrix.columns()];
        for (int i = 0; i < count; i++) {
            int row = (int) ((long) i * matrix.rows() / count);
            System.arraycopy(
                    matrix.weights(), row * matrix.columns(), rows, i * matrix.columns(), matrix.columns());
        }
        return rows;
    }

    private static float[] importance(FloatMatrix gram, float[] scales) {
        float[] importance = new float[scales.length];
        for (int column = 0; column < scales.length; column++) {
            importance[column] = gram.get(column, column) / (scales[column] * scales[column]);
        }
        return importance;
    }

    private void decide(GroupSearch search) throws IOException {
        open.values().removeIf(any -> any == search);
        try (search) {
            FoldGroup group = search.group();
            float[] channelScales = new float[group.producer().channels()];
            Arrays.fill(channelScales, 1);
            if (search.begun()) {
                channelScales = search.scales(search.best());
            }
            float[] scales = group.toColumns(channelScales);
            for (MatrixId reader : search.chosen()) {
                findings.add(reader, scales);
                cut(search, reader, scales);
            }
            if (search.begun()) {
                String prefix = group.readers().size() == 1 ? findings.prefix(group.readers().getFirst()) : "";
                work.fold(group, channelScales, prefix + search.described());
            } else {
                work.leave(group, withoutScales(work.obstacle(group)));
            }
        }
    }

    private void cut(GroupSearch search, MatrixId reader, float[] scales) {
        GridFormat format = formats.apply(reader.tensor());
        Optional<GroupInputs> inputs = isCut(reader)
                ? search.kept(reader, RoundTrip.span(format, scales.length))
                : Optional.empty();
        if (inputs.isEmpty()) {
            return;
        }
        work.progress("cuts for " + reader);
        Matrix matrix = work.matrix(reader);
        work.workers().forRows(matrix.rows(), matrix.columns(), (from, to) -> {
            for (int i = from * matrix.columns(); i < to * matrix.columns(); i++) {
                matrix.weights()[i] *= scales[i % scales.length];
            }
        });
        RoundTrip rounding = new RoundTrip(format, null);
        CutSearch cuts = new CutSearch(rounding, algebra, work.workers());
        NamedTensor.run(reader.tensor(), () -> findings.add(reader, cuts.search(matrix, scales, inputs.get())));
    }
}
