package org.jackknife.cli.internal.inspect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.gguf.Finding;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufChecker;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;

/**
 * What a model file says and holds; also its JSON.
 *
 * @param file the file, of a split model the first
 * @param files how many files the model has
 * @param ggufVersion 2 or 3
 * @param tensorBytes all tensors, in bytes
 * @param name the model's own name; may be empty
 * @param architecture such as {@code llama}; may be empty
 * @param blocks transformer blocks; empty where the file does not say
 * @param width the embedding length; empty where the file does not say
 * @param context the longest context it was trained for, in tokens; empty where the file does not say
 * @param vocabulary tokens in the vocabulary, 0 where there is none
 * @param tokenizer the tokenizer's kind, such as {@code gpt2}; may be empty
 * @param parameters weights in all tensors
 * @param bitsPerWeight stored bits of all tensors over all weights, scales included
 * @param template the chat template
 * @param types one entry per storage type
 * @param tensors one entry per tensor, in file order
 * @param findings what the checker found
 */
record Inspection(
        String file,
        int files,
        int ggufVersion,
        long tensorBytes,
        String name,
        String architecture,
        Optional<Long> blocks,
        Optional<Long> width,
        Optional<Long> context,
        int vocabulary,
        String tokenizer,
        long parameters,
        double bitsPerWeight,
        TemplateReport template,
        List<TypeEntry> types,
        List<TensorEntry> tensors,
        List<Finding> findings) {

    /** Everything that is stored in one type. */
    record TypeEntry(String type, int tensors, long weights, long bytes, double bitsPerWeight) {}

    /**
     * One tensor.
     *
     * @param shape lengths, the fastest varying first
     * @param zeroFraction weights that are exactly zero, 0 to 1; empty where they were not counted
     */
    record TensorEntry(String name, String type, List<Long> shape, long bytes, Optional<Double> zeroFraction) {}

    /**
     * Looks into a model.
     *
     * @param zeros who decodes the weights to count zeros; empty to leave them unread
     */
    static Inspection of(Gguf model, Optional<Codecs> zeros) {
        GgufMetadata metadata = model.metadata();
        String architecture = model.architecture();
        return new Inspection(
                model.path().toString(),
                model.files().size(),
                model.version(),
                model.tensorBytes(),
                metadata.string("general.name").orElse(""),
                architecture,
                metadata.integer(architecture + ".block_count"),
                metadata.integer(architecture + ".embedding_length"),
                metadata.integer(architecture + ".context_length"),
                metadata.strings("tokenizer.ggml.tokens").map(List::size).orElse(0),
                metadata.string("tokenizer.ggml.model").orElse(""),
                model.parameterCount(),
                8.0 * model.tensorBytes() / Math.max(1, model.parameterCount()),
                TemplateReport.of(model),
                types(model),
                tensors(model, zeros),
                GgufChecker.check(model));
    }

    private static List<TypeEntry> types(Gguf model) {
        Map<TensorType, List<TensorInfo>> byType = new EnumMap<>(TensorType.class);
        model.tensors().forEach(tensor ->
                byType.computeIfAbsent(tensor.type(), type -> new ArrayList<>()).add(tensor));
        return byType.entrySet().stream()
                .map(entry -> typeEntry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static TypeEntry typeEntry(TensorType type, List<TensorInfo> tensors) {
        long weights = tensors.stream().mapToLong(TensorInfo::elements).sum();
        long bytes = tensors.stream().mapToLong(TensorInfo::byteSize).sum();
        return new TypeEntry(type.toString(), tensors.size(), weights, bytes, 8.0 * bytes / weights);
    }

    private static List<TensorEntry> tensors(Gguf model, Optional<Codecs> zeros) {
        // tensors are independent, and reading them is most of the work
        return model.tensors().parallelStream()
                .map(tensor -> new TensorEntry(
                        tensor.name(),
                        tensor.type().toString(),
                        tensor.shape(),
                        tensor.byteSize(),
                        zeros.flatMap(codecs -> codecs.of(tensor.type()))
                                .map(codec -> ZeroCount.fraction(model, tensor, codec))))
                .toList();
    }
}
