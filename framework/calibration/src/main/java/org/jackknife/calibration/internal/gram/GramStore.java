package org.jackknife.calibration.internal.gram;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackknife.calibration.internal.InputList;
import org.jackknife.calibration.internal.StoredFile;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.numeric.FloatMatrix;

/**
 * Keeps Gram matrices in a file, where they take no more than {@value #MOST_BYTES} bytes together: a GGUF with a tensor
 * {@code INPUT.gram.EXPERT} for each, and in the metadata the rows that they were summed over, in the same order. Those of a large model take more than its
 * weights, and are gathered again.
 */
public final class GramStore {

    private static final long MOST_BYTES = 256L << 20;
    private static final String ASKED = "jackknife.calibration.asked";
    private static final String ROWS = "jackknife.calibration.rows";
    private static final String GRAM = ".gram.";

    private final Path file;

    /** @param file where the matrices of one model, corpus and cut are kept; it need not exist */
    public GramStore(Path file) {
        this.file = file;
    }

    /** Takes matrices from the file. */
    interface StoredVisitor {
        void visit(GramUnit unit, Gram gram) throws IOException;
    }

    /**
     * Visits the matrices of some tensors from the file.
     *
     * @return false, and no visit was made, where it was not made for all of them
     */
    boolean visit(Set<String> tensors, StoredVisitor visitor) throws IOException {
        Optional<Gguf> stored = StoredFile.open(file);
        if (stored.isEmpty()) {
            return false;
        }
        try (Gguf gguf = stored.get()) {
            if (!gguf.metadata().strings(ASKED).orElse(List.of()).containsAll(tensors)) {
                return false;
            }
            List<Long> rows = gguf.metadata().integers(ROWS).orElseThrow();
            List<String> names = gguf.tensors().stream().map(TensorInfo::name).toList();
            for (GramUnit unit : GramUnit.of(InputList.of(gguf.metadata()), tensors)) {
                TensorInfo tensor = gguf.tensor(name(unit)).orElseThrow();
                int width = unit.input().width();
                FloatMatrix matrix = new FloatMatrix(gguf.data(tensor), width, width);
                visitor.visit(unit, new Gram(matrix, rows.get(names.indexOf(tensor.name()))));
            }
            return true;
        }
    }

    /**
     * Keeps matrices, in place of those that were kept before, if they are small enough.
     *
     * @param tensors which were asked for, also those that the computation does not reach
     */
    void keep(Set<String> tensors, List<GramUnit> units, GramSums sums) throws IOException {
        if (units.isEmpty() || units.stream().mapToLong(GramUnit::bytes).sum() > MOST_BYTES) {
            return;
        }
        List<TensorSpec> specs = new ArrayList<>();
        List<GgufValue> rows = new ArrayList<>();
        for (GramUnit unit : units) {
            long width = unit.input().width();
            specs.add(TensorSpec.of(name(unit), TensorType.F32, width, width));
            rows.add(new GgufValue.I64(sums.of(unit).rows()));
        }
        GgufMetadata asked = GgufMetadata.empty()
                .with(ASKED, GgufValue.strings(tensors.stream().sorted().toList()))
                .with(ROWS, new GgufValue.Array(GgufType.INT64, rows));
        GgufMetadata metadata =
                InputList.addTo(asked, units.stream().map(GramUnit::input).distinct().toList());
        StoredFile.write(file, unfinished -> {
            try (GgufWriter writer = GgufWriter.create(unfinished, metadata, specs)) {
                for (GramUnit unit : units) {
                    writer.write(name(unit), sums.of(unit).matrix().data());
                }
                writer.commit();
            }
        });
    }

    private static String name(GramUnit unit) {
        return unit.name() + GRAM + unit.expert();
    }
}
