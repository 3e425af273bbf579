package org.jackknife.llamacpp.internal;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.NativeTensorCodec;

/** Copies of the trial model in other tensor types. */
final class Variants {

    private Variants() {}

    /** Encodes the matrices in a type; vectors stay as they are. */
    static Path encode(Path source, TensorType type, Path target) throws IOException {
        NativeTensorCodec codec = new NativeTensorCodec();
        try (Gguf gguf = Gguf.openChecked(source)) {
            List<TensorSpec> specs = gguf.tensors().stream()
                    .map(tensor -> new TensorSpec(tensor.name(), typeOf(tensor, type), tensor.shape()))
                    .toList();
            try (GgufWriter writer = GgufWriter.create(target, gguf.metadata(), specs)) {
                for (TensorInfo tensor : gguf.tensors()) {
                    writer.write(tensor.name(), encoded(gguf, tensor, type, codec));
                }
                writer.commit();
            }
        }
        return target;
    }

    private static TensorType typeOf(TensorInfo tensor, TensorType type) {
        return tensor.rows() > 1 ? type : tensor.type();
    }

    private static MemorySegment encoded(
            Gguf gguf, TensorInfo tensor, TensorType type, NativeTensorCodec codec) {
        if (tensor.rows() == 1) {
            return gguf.data(tensor);
        }
        float[] weights = new float[Math.toIntExact(tensor.elements())];
        codec.decode(tensor.type(), gguf.data(tensor), weights);
        byte[] bytes = new byte[Math.toIntExact(type.bytesFor(weights.length))];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        float[] importance = codec.requiresImportance(type) ? ones(tensor) : null;
        codec.encode(type, weights, Math.toIntExact(tensor.rowLength()), segment, importance);
        return segment;
    }

    private static float[] ones(TensorInfo tensor) {
        float[] ones = new float[Math.toIntExact(tensor.rowLength())];
        Arrays.fill(ones, 1);
        return ones;
    }
}
