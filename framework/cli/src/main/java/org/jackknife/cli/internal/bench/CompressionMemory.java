package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.plugin.Benchmark.Figure;

/** Compresses a large model in a process of its own and watches how much memory its worker takes. */
record CompressionMemory(Children children, Path folder, Path vocabularyOf, boolean quick) {

    private static final double ALLOWANCE_MB = 300;
    private static final long POLL_MILLIS = 20;

    List<Figure> measure() throws IOException, InterruptedException {
        Path model = folder.resolve("synthetic.gguf");
        long weights = SyntheticModel.write(model, vocabularyOf, quick ? 1 : SyntheticModel.BLOCKS_OF_TWO_GIGABYTES);
        PeakMemory memory = new PeakMemory(POLL_MILLIS);
        Children.Result result;
        try (memory) {
            result = children.withHome(folder.resolve("home"))
                    .run(List.of(), List.of(
                            "compress", model.toString(), "--recipe", "quantize(type=Q4_K_M)", "--out",
                            folder.resolve("small.gguf").toString()));
        }
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.plain("synthetic F16 model", Files.size(model) / 1e9, "GB"),
                Figure.plain("compress to Q4_K_M, start to end", weights / 1e6 / result.seconds(), "million/s")));
        double bound = Math.rint(3 * Float.BYTES * SyntheticModel.largestTensor() / 1e6 + ALLOWANCE_MB);
        memory.peak().ifPresent(peak -> {
            figures.add(Figure.atMost(bound, "peak memory of its largest process", peak.resident(), "MB"));
            figures.add(Figure.plain("the same without mapped files", peak.own(), "MB"));
        });
        return figures;
    }
}
