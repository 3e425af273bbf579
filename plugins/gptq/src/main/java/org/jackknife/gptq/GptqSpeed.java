package org.jackknife.gptq;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.api.plugin.Benchmark;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.compression.grid.GridFormats;
import org.jackknife.compression.grid.UniformScheme;
import org.jackknife.compression.secondorder.ColumnSweep;
import org.jackknife.compression.secondorder.GridRule;
import org.jackknife.compression.secondorder.HessianFactor;
import org.jackknife.compression.secondorder.SweepSpeed;

/** What GPTQ costs beside its products: 4 bits, symmetric, groups of 128, packed. */
@Plugin(value = "gptq-speed", summary = "gptq against its operations in bare calls of OpenBLAS, on as many threads.")
public final class GptqSpeed implements Benchmark {

    private static final UniformScheme SCHEME = new UniformScheme(4, true, 128, false);

    @Override
    public List<Figure> measure(Path model, boolean quick) {
        return SweepSpeed.of(quick).figures("gptq", GptqSpeed::quantise);
    }

    private static void quantise(Matrix matrix, HessianFactor factor, ColumnSweep sweep, RowWorkers workers) {
        GridFormat format = GridFormats.uniform(SCHEME);
        try (Arena arena = Arena.ofShared()) {
            PackedMatrix target = new PackedMatrix(
                    format, matrix.columns(), arena.allocate(format.type().bytesFor(matrix.weights().length)));
            GridRule rule =
                    new GridRule(factor, matrix.rows(), new GridRule.Scales(false, false, null), target, workers);
            sweep.run(matrix, rule);
            rule.pack();
        }
    }
}
