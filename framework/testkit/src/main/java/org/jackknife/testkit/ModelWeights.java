package org.jackknife.testkit;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorInfo;

/** Reads and replaces the weights of tensors in model files, so that a test can say what a method finds there. */
public final class ModelWeights {

    private ModelWeights() {}

    /** The weights of a tensor, row-major, experts one after the other. */
    public static float[] read(Path model, String tensor, TensorCodec codec) throws IOException {
        try (Gguf file = Gguf.open(model)) {
            TensorInfo info = file.tensor(tensor).orElseThrow();
            float[] weights = new float[Math.toIntExact(info.elements())];
            codec.decode(info.type(), file.data(info), weights);
            return weights;
        }
    }

    /** The weights of a tensor of a type that Java decodes. */
    public static float[] read(Path model, String tensor) throws IOException {
        return read(model, tensor, new JavaTensorCodec());
    }

    /**
     * Replaces the weights of a tensor of a type that Java encodes, in its own type.
     *
     * @param weights as many as the tensor has
     */
    public static void write(Path model, String tensor, float[] weights) throws IOException {
        TensorInfo info;
        try (Gguf file = Gguf.open(model)) {
            info = file.tensor(tensor).orElseThrow();
        }
        if (weights.length != info.elements()) {
            throw new IllegalArgumentException(
                    "tensor %s has %d weights, given are %d".formatted(tensor, info.elements(), weights.length));
        }
        byte[] bytes = new byte[Math.toIntExact(info.byteSize())];
        int rowLength = Math.toIntExact(info.rowLength());
        new JavaTensorCodec().encode(info.type(), weights, rowLength, MemorySegment.ofArray(bytes), null);
        try (FileChannel channel = FileChannel.open(model, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, info.offset() + buffer.position());
            }
        }
    }
}
