package org.jackknife.compression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.plugin.Option;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/** Halves weights, so that every error is one half, and remembers what it was called with. */
final class HalvingMethod extends MatrixMethod<HalvingMethod.Options> {

    /** What it asks for and stores. */
    record Options(
            @Option(value = "What it asks for.", defaultValue = "NOTHING") DataNeed.Kind need,
            @Option("The stored type; that of the source where it is left out.") Optional<TensorType> type,
            @Option(value = "What weights are multiplied by.", defaultValue = "0.5") double factor,
            MatrixOptions matrices,
            CalibrationOptions calibration) {}

    /** What the kernel was called with. */
    record Call(String tensor, int expert, long tokens) {}

    final List<Call> calls = new ArrayList<>();

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    protected MatrixOptions matrices(Options options) {
        return options.matrices();
    }

    @Override
    protected DataNeed need(Options options) {
        return new DataNeed(options.need(), options.calibration());
    }

    @Override
    protected String withoutData(Options options) {
        return "by halving";
    }

    @Override
    protected TensorType typeOf(TensorSpec tensor, Options options) {
        return options.type().orElse(tensor.type().quantized() ? TensorType.F16 : tensor.type());
    }

    @Override
    protected void compress(Matrix matrix, Inputs inputs, Options options, MatrixWork work) {
        calls.add(new Call(matrix.tensor(), matrix.expert(), inputs.tokens()));
        work.workers().forRows(matrix.rows(), matrix.columns(), (from, to) -> {
            for (int i = from * matrix.columns(); i < to * matrix.columns(); i++) {
                matrix.weights()[i] *= (float) options.factor();
            }
        });
        work.note("halved");
        work.encode(matrix);
    }
}
