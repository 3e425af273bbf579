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

/** How many prompt tokens the engine reads per turn, with and without reuse of what it read before. */
record PromptReuse(CommandContext context, Path folder, int samples) {

    List<Figure> measure() throws IOException {
        double with = tokensPerTurn(true);
        double without = tokensPerTurn(false);
        return List.of(
                Figure.plain("prompt tokens read per turn, with reuse", with, "tokens"),
                Figure.plain("prompt tokens read per turn, without", without, "tokens"),
                Figure.plain("share that reuse saves", 1 - with / without, "ratio"));
    }

    private double tokensPerTurn(boolean reuse) throws IOException {
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
        Count count = new Count();
        Journal.of(run).episodes(trajectory -> trajectory.steps().forEach(count::add));
        if (count.turns == 0) {
            throw new IOException("no turn was played on the embedded model; try 'jackknife demo' to see why");
        }
        return (double) count.tokens / count.turns;
    }

    private static final class Count {
        private long tokens;
        private long turns;

        void add(Step step) {
            tokens += step.tokens().prefilled();
            turns++;
        }
    }
}
