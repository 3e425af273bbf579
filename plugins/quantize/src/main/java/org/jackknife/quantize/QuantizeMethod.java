package org.jackknife.quantize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.calibration.ImportanceMatrix;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.quantize.internal.Mix;
import org.jackknife.quantize.internal.StreamingEncoder;
import org.jackknife.quantize.internal.TypePlan;

/**
 * Stores weights in the block formats of ggml, in the mixes that llama.cpp b4916 offers by name. The blocks are ggml's
 * own: a tensor is byte-equal to what {@code ggml_quantize_chunk} gives for the same weights and importance.
 */
@Plugin(value = "quantize", summary = "Stores weights in llama.cpp's block formats, from Q8_0 down to IQ1_S.")
public final class QuantizeMethod implements Method<QuantizeMethod.Options> {

    /** llama.cpp's own number of its block formats ({@code GGML_QNT_VERSION}). */
    private static final long QUANTIZATION_VERSION = 2;

    /**
     * How weights are stored.
     *
     * @param type the mix
     * @param pure whether every matrix gets the mix's base type, without per-tensor rules
     * @param override {@code REGEX=TYPE}, first match wins
     * @param outputType type of the output matrix
     * @param embeddingType type of the token embeddings
     * @param imatrix importance matrix of llama-imatrix or of this program
     * @param requantize whether tensors that are quantised already may be quantised again
     */
    public record Options(
            @Option("The mix of tensor types, by llama.cpp's name.") Mix type,
            @Option(value = "Give every matrix the same type, without llama.cpp's rules per tensor.", defaultValue = "false")
                    boolean pure,
            @Option(value = "Types for tensors by name, as REGEX=TYPE; the first match wins.", defaultValue = "")
                    List<String> override,
            @Option("Type of the output matrix.") Optional<String> outputType,
            @Option("Type of the token embeddings.") Optional<String> embeddingType,
            @Option("Importance matrix file of 'jackknife calibrate' or llama-imatrix; IQ1 and IQ2 types need one.")
                    Optional<Path> imatrix,
            @Option(value = "Quantise again what is quantised already, at a loss.", defaultValue = "false")
                    boolean requantize) {}

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String source() {
        return "llama.cpp b4916";
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public List<TensorSpec> plan(Options options, GgufMetadata metadata, List<TensorSpec> tensors) {
        List<TensorSpec> planned = TypePlan.of(options, metadata, tensors);
        for (int i = 0; i < planned.size(); i++) {
            requirePossible(tensors.get(i), planned.get(i).type(), options);
        }
        return planned;
    }

    @Override
    public MethodCost cost(Options options, GgufMetadata metadata, List<TensorSpec> tensors) {
        List<TensorSpec> planned = plan(options, metadata, tensors);
        MethodCost cost = MethodCost.NONE;
        for (int i = 0; i < planned.size(); i++) {
            TensorSpec tensor = planned.get(i);
            if (tensor.type() != tensors.get(i).type()) {
                cost = cost.plus(MethodCost.encoding(tensor.type(), options.imatrix().isPresent(), tensor.elements()))
                        .plus(MethodCost.visiting(StreamingEncoder.VISITS * tensor.elements()))
                        // the weights are worked on in pieces, only the pages of the mapped file add up
                        .plus(MethodCost.NONE.withMemory(tensors.get(i).byteSize()));
            }
        }
        return cost;
    }

    @Override
    public void compress(Options options, MethodContext context) throws IOException {
        Gguf source = context.source();
        List<TensorSpec> planned = plan(
                options,
                source.metadata(),
                source.tensors().stream().map(TensorInfo::spec).toList());
        Optional<ImportanceMatrix> importance =
                options.imatrix().isPresent() ? Optional.of(ImportanceMatrix.read(options.imatrix().get())) : Optional.empty();
        for (int i = 0; i < planned.size(); i++) {
            requireMeans(source.tensors().get(i), planned.get(i).type(), importance, options, context);
        }
        try (GgufWriter writer = context.create(metadata(source, options), planned);
                StreamingEncoder encoder = new StreamingEncoder(context)) {
            for (int i = 0; i < planned.size(); i++) {
                TensorInfo tensor = source.tensors().get(i);
                TensorType type = planned.get(i).type();
                context.progress().at(i, planned.size(), tensor.name());
                if (writer.isComplete(tensor.name())) {
                    continue;
                }
                if (type == tensor.type()) {
                    writer.write(tensor.name(), source.data(tensor));
                } else {
                    context.report(encoder.encode(tensor, type, importanceOf(tensor, importance), writer));
                }
                source.unload(tensor);
            }
            writer.commit();
            context.progress().at(planned.size(), planned.size(), "written");
        }
    }

    private static GgufMetadata metadata(Gguf source, Options options) {
        return source.metadata()
                .with("general.quantization_version", new GgufValue.U32(QUANTIZATION_VERSION))
                .with("general.file_type", new GgufValue.U32(options.type().fileType()));
    }

    private static float[] importanceOf(TensorInfo tensor, Optional<ImportanceMatrix> importance) {
        long values = tensor.rowLength() * tensor.length(2);
        return importance.flatMap(matrix -> matrix.of(tensor.name(), values)).orElse(null);
    }

    /** Refuses what can be seen from names, types and shapes alone. */
    private static void requirePossible(TensorSpec tensor, TensorType type, Options options) {
        if (type == tensor.type()) {
            return;
        }
        if (tensor.type().quantized() && !options.requantize()) {
            throw new MethodException(
                    "tensor %s is stored as %s already; start from an F16 or F32 model, or set requantize=true and accept the loss"
                            .formatted(tensor.name(), tensor.type()));
        }
        if (tensor.shape().getFirst() % type.blockSize() != 0) {
            throw new MethodException("tensor %s has rows of %d weights, type %s takes multiples of %d; choose another type for it"
                    .formatted(tensor.name(), tensor.shape().getFirst(), type, type.blockSize()));
        }
        if (needsImportance(tensor.name(), type, options) && options.imatrix().isEmpty()) {
            throw new MethodException(
                    "tensor %s as %s is garbage without an importance matrix; give imatrix=FILE, as 'jackknife calibrate' and llama-imatrix write it"
                            .formatted(tensor.name(), type));
        }
    }

    /** Refuses what depends on the codec that is installed and on what the importance matrix holds. */
    private static void requireMeans(
            TensorInfo tensor,
            TensorType type,
            Optional<ImportanceMatrix> importance,
            Options options,
            MethodContext context) {
        if (type == tensor.type()) {
            return;
        }
        if (!context.codec().supports(type) || !context.codec().supports(tensor.type())) {
            throw new MethodException("tensor %s: nothing installed turns %s into %s; is the llama.cpp bundle there?"
                    .formatted(tensor.name(), tensor.type(), type));
        }
        if (needsImportance(tensor.name(), type, options) && importanceOf(tensor, importance) == null) {
            throw new MethodException("tensor %s as %s is garbage without importance, and %s does not name it"
                    .formatted(tensor.name(), type, options.imatrix().orElseThrow()));
        }
    }

    private static boolean needsImportance(String tensor, TensorType type, Options options) {
        boolean ends = tensor.equals("token_embd.weight") || tensor.equals("output.weight");
        return switch (type) {
            case IQ2_XXS, IQ2_XS, IQ2_S, IQ1_S -> true;
            case IQ1_M -> !ends;
            case Q2_K -> options.type() == Mix.Q2_K_S && !tensor.equals("token_embd.weight");
            default -> false;
        };
    }
}
