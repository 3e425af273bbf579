package org.jackknife.sparsegpt;

import java.nio.file.Path;
import java.util.List;
import org.jackknife.api.plugin.Benchmark;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.compression.MaskPattern;
import org.jackknife.compression.secondorder.ColumnRule;
import org.jackknife.compression.secondorder.MaskRule;
import org.jackknife.compression.secondorder.SweepSpeed;

/** What SparseGPT costs beside its products: one half, blocks of 128 columns. */
@Plugin(value = "sparsegpt-speed", summary = "sparsegpt against its operations in bare calls of OpenBLAS, on as many threads.")
public final class SparseGptSpeed implements Benchmark {

    private static final MaskRule.Sparsity HALF = new MaskRule.Sparsity(0.5, MaskPattern.UNSTRUCTURED, 128);

    @Override
    public List<Figure> measure(Path model, boolean quick) {
        return SweepSpeed.of(quick).figures("sparsegpt", (matrix, factor, sweep, workers) ->
                sweep.run(matrix, new MaskRule(factor, matrix.rows(), HALF, ColumnRule.KEEP)));
    }
}
