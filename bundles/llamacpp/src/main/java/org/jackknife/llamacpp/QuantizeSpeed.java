package org.jackknife.llamacpp;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.api.method.Method;
import org.jackknife.api.plugin.Benchmark;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Rounds.Rates;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.internal.MethodBenchmark;

/** What the codec and the method {@code quantize} cost beside ggml's encoder. */
@Plugin(value = "quantize-speed", summary = "quantize against bare calls of ggml, on as many threads.")
public final class QuantizeSpeed implements Benchmark {

    /** One type limited by reading and writing, two by arithmetic. */
    private static final Map<TensorType, String> MIXES =
            Map.of(TensorType.Q8_0, "Q8_0", TensorType.Q4_K, "Q4_K_S", TensorType.Q6_K, "Q6_K");

    private static final int WEIGHTS = 1 << 24;
    private static final double TARGET = 0.9;

    private final Plugins plugins;

    /** @param plugins where the method is found when it is measured */
    @Inject
    public QuantizeSpeed(Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public List<Figure> measure(Path model, boolean quick) throws IOException {
        int rounds = quick ? 3 : 9;
        int threads = Runtime.getRuntime().availableProcessors();
        Path folder = Files.createTempDirectory(model.toAbsolutePath().getParent(), "quantize-");
        try (Gguf small = Gguf.open(model)) {
            MethodBenchmark benchmark = new MethodBenchmark(small.metadata(), folder, threads, rounds);
            List<Figure> figures = new ArrayList<>();
            for (TensorType type : MIXES.keySet().stream().sorted().toList()) {
                figures.addAll(ofType(benchmark, type, threads, rounds));
            }
            return figures;
        } finally {
            for (String file : List.of("source.gguf", "encoded.gguf", "")) {
                Files.deleteIfExists(folder.resolve(file));
            }
        }
    }

    private static Figure processor(Rates rates) {
        return Figure.plain("the same by processor time", rates.processorRatio(), "ratio");
    }

    // safe: the options are bound by the schema that the method itself names, so they are of its own class
    @SuppressWarnings("unchecked")
    private List<Figure> ofType(MethodBenchmark benchmark, TensorType type, int threads, int rounds) throws IOException {
        Method<Record> method = plugins.get(Method.class, "quantize").service();
        Record options = OptionSchema.of(method.optionsType())
                .bind("method quantize", Map.of("type", MIXES.get(type), "pure", "true"));
        Rates codec = LlamaCppBenchmark.quantize(type, WEIGHTS, threads, rounds);
        Rates encoder = benchmark.againstEncoder(method, options, type);
        Rates files = benchmark.againstFiles(method, options, type);
        return List.of(
                Figure.plain(type + ": ggml_quantize_chunk alone", encoder.bare() / 1e6, "million/s"),
                Figure.atLeast(TARGET, type + ": codec against it", codec.ratio(), "ratio"),
                processor(codec),
                Figure.atLeast(TARGET, type + ": quantize against it", encoder.ratio(), "ratio"),
                processor(encoder),
                Figure.plain(type + ": quantize against bare reads and writes", files.ratio(), "ratio"),
                processor(files));
    }
}
