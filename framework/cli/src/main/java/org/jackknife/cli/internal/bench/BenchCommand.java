package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jackknife.api.plugin.Benchmark;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Measures what the program costs beside the work it does, each figure against its target. */
@Command(
        name = "bench",
        description = "Measure what the program costs beside the work it does, against its targets.",
        footerHeading = "%nExamples:%n",
        footer = {"  jackknife bench", "  jackknife bench --quick --only start-up,harness"})
public final class BenchCommand implements Callable<Integer> {

    static final String CHILD = "--child";

    private final CommandContext context;

    @Option(names = "--quick", description = "Fewer rounds and smaller inputs: a look, not a measurement.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Measure these alone: start-up, harness, scoring, reuse, memory, or the name of a plug-in.")
    private List<String> only = List.of();

    @Option(names = CHILD, hidden = true, description = "Measure one plug-in in this process.")
    private String child;

    public BenchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (child != null) {
            Benchmark benchmark = context.plugins().get(Benchmark.class, child).service();
            context.output().jsonLine(benchmark.measure(Measurements.embedded(context), quick));
            return ExitCode.OK;
        }
        List<Figure> figures = measure();
        show(figures);
        return figures.stream().allMatch(Figure::met) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Figure> measure() throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        try (Scratch scratch = Scratch.within(context.locations().cache())) {
            List<Measurement> all = new Measurements(context, scratch.folder(), quick).all();
            for (Measurement measurement : Measurements.choose(all, only)) {
                context.output().note("measuring %s: %s".formatted(measurement.name(), measurement.title()));
                figures.addAll(measurement.work().measure());
            }
        }
        return figures;
    }

    private void show(List<Figure> figures) {
        if (context.json()) {
            context.output().json(figures);
            return;
        }
        context.output().table(FigureTable.of(figures));
        long missed = figures.stream().filter(figure -> !figure.met()).count();
        if (missed > 0) {
            context.output().note(context.output().styled(Output.Style.RED, "targets missed: " + missed));
        }
    }
}
