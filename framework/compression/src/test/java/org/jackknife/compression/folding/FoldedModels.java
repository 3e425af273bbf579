package org.jackknife.compression.folding;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;

/** Writes F32 models with random scales folded into every group, and nothing rounded. */
final class FoldedModels {

    private final Folding folding = new Folding();
    private final Random random = new Random(5);

    private FoldedModels(Gguf source, List<TensorSpec> tensors) {
        FoldMap.of(source.metadata(), tensors).forEach(group -> folding.put(group, scales(group.producer().channels())));
    }

    /**
     * Writes a model with the scales applied to the tensors that {@code applied} accepts.
     *
     * @return how many tensors came out other than they were
     */
    static int write(Path dense, Path target, Predicate<String> applied) throws IOException {
        try (Gguf source = Gguf.openChecked(dense)) {
            List<TensorSpec> tensors = source.tensors().stream().map(TensorInfo::spec).toList();
            FoldedModels models = new FoldedModels(source, tensors);
            int changed = 0;
            try (GgufWriter writer = GgufWriter.create(target, source.metadata(), tensors)) {
                for (TensorInfo tensor : source.tensors()) {
                    float[] before = source.data(tensor).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
                    float[] weights = applied.test(tensor.name()) ? models.folded(tensor, before) : before;
                    changed += Arrays.equals(before, weights) ? 0 : 1;
                    writer.write(tensor.name(), bytes(weights));
                }
                writer.commit();
            }
            return changed;
        }
    }

    /** Between a seventh and seven, most of them. */
    private float[] scales(int count) {
        float[] scales = new float[count];
        for (int i = 0; i < count; i++) {
            scales[i] = (float) Math.exp(random.nextGaussian());
        }
        return scales;
    }

    private float[] folded(TensorInfo tensor, float[] before) {
        int width = tensor.shape().size() == 1 ? 1 : (int) tensor.rowLength();
        int experts = (int) tensor.length(2);
        int ofExpert = before.length / experts;
        float[] weights = new float[before.length];
        for (int expert = 0; expert < experts; expert++) {
            float[] slice = Arrays.copyOfRange(before, expert * ofExpert, (expert + 1) * ofExpert);
            folding.fold(new MatrixId(tensor.name(), expert), slice, width);
            System.arraycopy(slice, 0, weights, expert * ofExpert, ofExpert);
        }
        return weights;
    }

    private static MemorySegment bytes(float[] weights) {
        byte[] bytes = new byte[weights.length * Float.BYTES];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        MemorySegment.copy(weights, 0, segment, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, weights.length);
        return segment;
    }
}
