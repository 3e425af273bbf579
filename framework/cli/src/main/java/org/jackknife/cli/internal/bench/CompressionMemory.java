package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.api.plugin.Benchmark.Figure;

/** Compresses a model of two gigabytes in a process of its own and watches how much memory its worker takes. */
record CompressionMemory(Children children, Path folder, Path vocabularyOf) {

    private static final int BLOCKS = 5;
    private static final double ALLOWANCE_MB = 300;
    private static final long POLL_MILLIS = 50;

    List<Figure> measure() throws IOException, InterruptedException {
        Path model = folder.resolve("synthetic.gguf");
        SyntheticModel.write(model, vocabularyOf, BLOCKS);
        double gigabytes = Files.size(model) / 1e9;
        double weights = Files.size(model) / 2.0;
        PeakMemory peak = new PeakMemory(POLL_MILLIS);
        Children.Result result;
        try (peak) {
            result = children.withHome(folder.resolve("home"))
                    .run(List.of("-Xmx256m"), List.of(
                            "compress", model.toString(), "--recipe", "quantize(type=Q4_K_M)", "--out",
                            folder.resolve("small.gguf").toString()));
        }
        double bound = 3 * 4 * SyntheticModel.largestTensor() / 1e6 + ALLOWANCE_MB;
        return List.of(
                Figure.plain("synthetic F16 model", gigabytes, "GB"),
                Figure.plain("quantize to Q4_K_M, whole command", weights / 1e6 / result.seconds(), "million/s"),
                Figure.atMost(Math.rint(bound), "largest worker, memory of its own", peak.megabytes(), "MB"));
    }
}
