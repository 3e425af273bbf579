package org.jackknife.llamacpp.internal;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.NativeTensorCodec;

/** Copies of the trial model: in other tensor types, or with a chat template, which the model itself lacks. */
public final class Variants {

    private Variants() {}

    /** The trial model with a template that shows tools. */
    public static Path withTools(Path target) throws IOException {
        String template = ChatTemplates.compact().source();
        return copy(TensorType.F32, target, metadata -> metadata.with("tokenizer.chat_template", template));
    }

    /** Encodes the matrices in a type; vectors stay as they are. */
    static Path encode(TensorType type, Path target) throws IOException {
        return copy(type, target, UnaryOperator.identity());
    }

    private static Path copy(TensorType type, Path target, UnaryOperator<GgufMetadata> metadata) throws IOException {
        NativeTensorCodec codec = new NativeTensorCodec();
        try (Gguf gguf = Gguf.openChecked(Trial.model())) {
            List<TensorSpec> specs = gguf.tensors().stream()
                    .map(tensor -> new TensorSpec(tensor.name(), typeOf(tensor, type), tensor.shape()))
                    .toList();
            try (GgufWriter writer = GgufWriter.create(target, metadata.apply(gguf.metadata()), specs)) {
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
