package org.jackknife.llamacpp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jackknife.api.engine.EngineException;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights that are put into a loaded model work as those of a file that was written with them. */
class LoadedWeightsTest {

    private static final int[] TOKENS = {1, 50, 100, 150, 200, 250, 3};
    private static final int WEIGHTS = 32 * 64;
    private static final ContextSettings SETTINGS = new ContextSettings(64, 64, 1, 1, ContextSettings.Cache.DEFAULT);

    @TempDir
    private Path folder;

    private static FixtureModels model(TensorType type, int experts) {
        return FixtureModels.of("llama").with(new FixtureModels.Sizes(2, 32, 4, 2, 64, experts)).with(type);
    }

    private static float[] random() {
        Random random = new Random(5);
        float[] weights = new float[WEIGHTS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian() / 8;
        }
        return weights;
    }

    /** A copy of a model in which the bytes of one tensor, from {@code offset} on, are others. */
    private Path changed(Path source, String name, long offset, MemorySegment bytes) throws IOException {
        Path target = folder.resolve("changed.gguf");
        try (Gguf gguf = Gguf.open(source);
                GgufWriter writer = GgufWriter.create(
                        target, gguf.metadata(), gguf.tensors().stream().map(TensorInfo::spec).toList())) {
            for (TensorInfo tensor : gguf.tensors()) {
                MemorySegment data = MemorySegment.ofArray(
                        gguf.data(tensor).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
                if (tensor.name().equals(name)) {
                    MemorySegment.copy(bytes, 0, data, offset, bytes.byteSize());
                }
                writer.write(tensor.name(), data);
            }
            writer.commit();
        }
        return target;
    }

    private static float[][] logits(Path file) {
        try (NativeModel model = load(file, true);
                LlamaTokenSession session = new LlamaTokenSession(model, SETTINGS)) {
            return session.logits(TOKENS);
        }
    }

    private static NativeModel load(Path file, boolean memoryMap) {
        return NativeModel.load(NativeLibrary.of(Optional.empty()), file, 0, memoryMap);
    }

    private void replacesAsAFileWould(TensorType type, int experts, String name, int expert) throws IOException {
        Path file = model(type, experts).write(folder.resolve("model.gguf"));
        byte[] bytes = new byte[(int) type.bytesFor(WEIGHTS)];
        new JavaTensorCodec().encode(type, random(), 64, MemorySegment.ofArray(bytes), null);
        float[][] expected = logits(changed(file, name, (long) expert * bytes.length, MemorySegment.ofArray(bytes)));
        try (NativeModel model = load(file, false);
                LlamaTokenSession session = new LlamaTokenSession(model, SETTINGS)) {
            float[][] before = session.logits(TOKENS);
            session.replaceWeights(name, expert, random());
            assertThat(session.logits(TOKENS)).isDeepEqualTo(expected);
            assertThat(Arrays.deepEquals(before, expected)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = TensorType.class, names = {"F32", "F16", "BF16"})
    void aReplacedMatrixWorksAsOneOfTheFile(TensorType type) throws IOException {
        replacesAsAFileWould(type, 0, "blk.1.ffn_down.weight", 0);
    }

    @Test
    void oneExpertIsReplacedAlone() throws IOException {
        replacesAsAFileWould(TensorType.F16, 3, "blk.0.ffn_down_exps.weight", 2);
    }

    private void refused(TensorType type, boolean memoryMap, String name, int expert, float[] weights, String why)
            throws IOException {
        Path file = model(type, 0).write(folder.resolve("model.gguf"));
        try (NativeModel model = load(file, memoryMap);
                LlamaTokenSession session = new LlamaTokenSession(model, SETTINGS)) {
            assertThatThrownBy(() -> session.replaceWeights(name, expert, weights))
                    .isInstanceOfAny(EngineException.class, IllegalArgumentException.class)
                    .hasMessageContaining(why);
        }
    }

    @Test
    void refusesToWriteIntoAMappedFile() throws IOException {
        refused(TensorType.F16, true, "blk.0.ffn_down.weight", 0, random(), "memoryMap=false");
    }

    @Test
    void refusesAQuantisedType() throws IOException {
        refused(TensorType.Q8_0, false, "blk.0.ffn_down.weight", 0, random(), "stored as Q8_0");
    }

    @Test
    void refusesANameThatNoProductHas() throws IOException {
        refused(TensorType.F16, false, "blk.7.ffn_down.weight", 0, random(), "blk.7.ffn_down.weight");
    }

    @Test
    void refusesAnotherNumberOfWeights() throws IOException {
        refused(TensorType.F16, false, "blk.0.ffn_down.weight", 0, new float[7], "has 2048 weights, given are 7");
    }

    @Test
    void refusesAnExpertThatIsNotThere() throws IOException {
        refused(TensorType.F16, false, "blk.0.ffn_down.weight", 1, random(), "no number 1");
    }

    @Test
    void refusesAWeightBeyondTheRangeOfHalves() throws IOException {
        float[] weights = random();
        weights[9] = 70_000;
        refused(TensorType.F16, false, "blk.0.ffn_down.weight", 0, weights, "weight 9");
    }
}
