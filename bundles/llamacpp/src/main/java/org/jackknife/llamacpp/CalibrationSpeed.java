package org.jackknife.llamacpp;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jackknife.api.plugin.Benchmark;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.gguf.Gguf;
import org.jackknife.llamacpp.internal.CalibrationBenchmark;
import org.jackknife.llamacpp.internal.RandomLlama;

/** What gathering statistics and Gram matrices costs beside the computation that it looks into. */
@Plugin(value = "calibration-speed", summary = "Calibration against plain evaluation and bare products of matrices.")
public final class CalibrationSpeed implements Benchmark {

    private static final double STATISTICS_TARGET = 1.3;
    private static final double GRAM_TARGET = 2;

    private final Plugins plugins;

    /** @param plugins where the engine is found when it is measured */
    @Inject
    public CalibrationSpeed(Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public List<Figure> measure(Path model, boolean quick) throws IOException {
        int rounds = quick ? 3 : 9;
        Path folder = Files.createTempDirectory(model.toAbsolutePath().getParent(), "calibration-");
        try (Gguf small = Gguf.open(model)) {
            Path large = RandomLlama.HUNDRED_MILLION.write(folder.resolve("random.gguf"), small.metadata());
            List<Figure> figures = new ArrayList<>();
            figures.addAll(figures("embedded model", new CalibrationBenchmark(model, folder, plugins, 16), rounds));
            figures.addAll(figures("random 100M model", new CalibrationBenchmark(large, folder, plugins, 1), Math.min(5, rounds)));
            return figures;
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<Figure> figures(String model, CalibrationBenchmark benchmark, int rounds) throws IOException {
        CalibrationBenchmark.Costs costs = benchmark.measure(rounds);
        return List.of(
                Figure.plain(model + ": plain evaluation", costs.tokensPerSecond(), "tokens/s"),
                Figure.atMost(STATISTICS_TARGET, model + ": statistics against it", costs.statistics(), "ratio"),
                Figure.plain("the same by processor time", costs.statisticsProcessor(), "ratio"),
                Figure.plain(model + ": Gram matrices against it", costs.grams(), "ratio"),
                Figure.atMost(GRAM_TARGET, model + ": what they add, against bare products", costs.added(), "ratio"),
                Figure.plain("the same by processor time", costs.addedProcessor(), "ratio"));
    }
}
