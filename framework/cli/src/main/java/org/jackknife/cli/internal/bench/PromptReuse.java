package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.jackknife.api.trajectory.Step;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.internal.study.Studies;
import org.jackknife.study.Journal;
import org.jackknife.study.RunListener;
import org.jackknife.study.Scenario;

/** How many prompt tokens are computed per turn, with and without reuse of what was read before. */
record PromptReuse(CommandContext context, Path folder) {

    List<Figure> measure(int samples) throws IOException {
        double with = tokensPerTurn(samples, true);
        double without = tokensPerTurn(samples, false);
        return List.of(
                Figure.plain("prompt tokens per turn, computed, with reuse", with, "tokens"),
                Figure.plain("prompt tokens per turn, computed, without", without, "tokens"),
                Figure.plain("share that reuse saves", 1 - with / without, "ratio"));
    }

    private double tokensPerTurn(int samples, boolean reuse) throws IOException {
        Scenario scenario = Scenario.parse(
                """
                name: reuse
                models: [{name: embedded, embedded: true}]
                engine: "llamacpp(context=2048, threads=1, prefixReuse=%s)"
                tasks: [{task: tool-query, samples: %d}]
                policy: tool-calling
                limits: {steps: 8}
                """
                        .formatted(reuse, samples),
                "prompt reuse",
                folder);
        Path run = folder.resolve("reuse-" + reuse);
        Studies.of(context).run(scenario, run, RunListener.SILENT);
        long[] counts = new long[2];
        Journal.of(run).episodes(trajectory -> {
            for (Step step : trajectory.steps()) {
                counts[0] += step.tokens().prefilled();
                counts[1]++;
            }
        });
        return (double) counts[0] / counts[1];
    }
}
