package org.jackknife.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.jackknife.testkit.MethodKit;
import org.jackknife.testkit.RecordedCompression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizeMethodTest extends MethodKit<QuantizeMethod.Options> {

    @Override
    protected Method<QuantizeMethod.Options> method() {
        return new QuantizeMethod();
    }

    @Override
    protected Map<String, String> written() {
        return Map.of("type", "Q4_K_M");
    }

    @Override
    protected TensorCodec codec() {
        return new NativeTensorCodec();
    }

    /** Rows of 256, so that every type applies. */
    @Override
    protected FixtureModels model() {
        return FixtureModels.of("llama").with(TensorType.F16).with(new FixtureModels.Sizes(2, 256, 4, 2, 512, 0));
    }

    /** The tensor types that ggml encodes without an importance matrix. */
    @ParameterizedTest
    @EnumSource(
            value = org.jackknife.quantize.internal.Mix.class,
            names = {
                "F32", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K_S", "Q4_K_S", "Q5_K_S", "Q6_K",
                "IQ4_NL", "IQ4_XS", "IQ3_S", "IQ3_XXS", "TQ1_0", "TQ2_0"
            })
    void bytesAreThoseOfOneCallOfGgmlOverTheWholeTensor(org.jackknife.quantize.internal.Mix mix) throws IOException {
        try (Gguf source = Gguf.open(model().write(folder.resolve("source.gguf")));
                Arena arena = Arena.ofConfined()) {
            QuantizeMethod.Options options = OptionSchema.of(QuantizeMethod.Options.class)
                    .bind("method quantize", Map.of("type", mix.name(), "pure", "true"));
            RecordedCompression context = new RecordedCompression(source, codec(), folder.resolve("out.gguf"), 3);
            method().compress(options, context);
            try (Gguf result = Gguf.open(folder.resolve("out.gguf"))) {
                TensorInfo before = source.tensor("blk.1.ffn_down.weight").orElseThrow();
                TensorInfo after = result.tensor("blk.1.ffn_down.weight").orElseThrow();
                float[] weights = new float[(int) before.elements()];
                codec().decode(before.type(), source.data(before), weights);
                MemorySegment whole = arena.allocate(after.byteSize());
                codec().encode(mix.base(), weights, (int) before.rowLength(), whole, null);
                assertThat(after.type()).isEqualTo(mix.base());
                assertThat(MemorySegment.mismatch(whole, 0, whole.byteSize(), result.data(after), 0, after.byteSize()))
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void costsTheEncodingOfEveryMatrixInItsType() {
        // a block of the model: q and o of 256 x 256, k and v of 256 x 128, gate, up and down of 256 x 512
        long blocks = 2 * (2 * 256 * 256 + 2 * 256 * 128 + 3 * 256 * 512);
        MethodCost cost = cost(Map.of("type", "Q8_0", "pure", "true"));
        long others = model().tensors().stream()
                .filter(tensor -> tensor.shape().size() > 1 && !tensor.name().startsWith("blk."))
                .mapToLong(TensorSpec::elements)
                .sum();
        assertThat(cost.encoded()).containsExactly(new MethodCost.Encoding(TensorType.Q8_0, false, blocks + others));

        assertThat(cost(Map.of("type", "Q4_0", "pure", "true", "imatrix", "any.dat")).encoded())
                .as("importance makes encoders slower")
                .isNotEmpty()
                .allMatch(MethodCost.Encoding::weighted);
    }

    private MethodCost cost(Map<String, String> written) {
        QuantizeMethod.Options options =
                OptionSchema.of(QuantizeMethod.Options.class).bind("method quantize", written);
        return method().cost(options, model().metadata(), model().tensors());
    }
}
