package org.jackknife.cli.internal.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jackknife.api.plugin.Benchmark;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.Output;
import org.jackknife.cli.Table;
import org.jackknife.cli.Table.Column;
import org.jackknife.cli.internal.study.Studies;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Measures what the program costs beside the work it does, each figure against its target. */
@Command(
        name = "bench",
        description = "Measure what the program costs beside the work it does, against its targets.")
public final class BenchCommand implements Callable<Integer> {

    private final CommandContext context;

    @Option(names = "--quick", description = "Fewer rounds: a look, not a measurement.")
    private boolean quick;

    @Option(names = "--plugin", hidden = true, description = "Measure one plug-in in this process.")
    private String plugin;

    public BenchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (plugin != null) {
            context.output().jsonLine(context.plugins()
                    .get(Benchmark.class, plugin)
                    .service()
                    .measure(Studies.folders(context).embedded().orElseThrow(), quick));
            return ExitCode.OK;
        }
        List<Figure> figures = new ArrayList<>();
        Children children = new Children(context.locations(), context.locations().cache());
        Path folder = Files.createTempDirectory("jackknife-bench");
        try {
            tell("start-up");
            figures.addAll(new StartUp(children, folder).measure(quick ? 3 : 7));
            tell("harness, with an engine that does nothing");
            figures.addAll(new Harness(children, folder).measure(quick));
            tell("reuse of prompts");
            figures.addAll(new PromptReuse(context, folder).measure(quick ? 6 : 24));
            if (!quick) {
                tell("memory of a compression");
                Path model = Studies.folders(context).embedded().orElseThrow();
                figures.addAll(new CompressionMemory(children, folder, model).measure());
            }
            for (Contribution<Benchmark> benchmark : context.plugins().all(Benchmark.class)) {
                tell(benchmark.summary());
                figures.addAll(ofPlugin(children, benchmark.id()));
            }
        } finally {
            delete(folder);
        }
        show(figures);
        return figures.stream().allMatch(Figure::met) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void tell(String what) {
        context.output().note("measuring: " + what);
    }

    /** Native code may abort, so it is measured in a process of its own. */
    private List<Figure> ofPlugin(Children children, String id) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("bench", "--plugin", id));
        if (quick) {
            arguments.add("--quick");
        }
        String json = children.run(List.of(), arguments).out();
        return new ObjectMapper().readValue(json, new TypeReference<List<Figure>>() {});
    }

    private void show(List<Figure> figures) {
        if (context.json()) {
            context.output().json(figures);
            return;
        }
        Table table = Table.of(Column.LEFT, Column.RIGHT, Column.LEFT, Column.LEFT, Column.LEFT)
                .row("FIGURE", "VALUE", "UNIT", "TARGET", "");
        for (Figure figure : figures) {
            String verdict = figure.target().isEmpty() ? "" : figure.met() ? "met" : "missed";
            table.row(figure.name(), number(figure.value()), figure.unit(), figure.target(), verdict);
        }
        context.output().table(table);
        long missed = figures.stream().filter(figure -> !figure.met()).count();
        if (missed > 0) {
            context.output().note(context.output().styled(Output.Style.RED, missed + " targets missed"));
        }
    }

    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 1 ? "%.2f" : "%.3f", value);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
