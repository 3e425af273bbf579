package org.jackknife.cli.internal.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.plugin.Benchmark;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.internal.study.Studies;

/**
 * Everything that can be measured: what belongs to the program itself, then the plug-ins.
 *
 * @param folder an empty folder for whatever is written meanwhile
 * @param quick whether fewer rounds will do
 */
record Measurements(CommandContext context, Path folder, boolean quick) {

    /** All measurements, in the order in which they are shown. */
    List<Measurement> all() throws IOException {
        Children children = new Children(context.locations(), context.locations().cache());
        Path embedded = embedded(context);
        List<Measurement> all = new ArrayList<>(List.of(
                new Measurement("start-up", "start of short commands", new StartUp(children, quick ? 3 : 9)::measure),
                new Measurement("harness", "harness with an engine that does nothing", new Harness(folder, quick)::measure),
                new Measurement("scoring", "scoring of a long journal", new Scoring(children, folder, quick)::measure),
                new Measurement("reuse", "reuse of prompts", new PromptReuse(context, folder, quick ? 6 : 24)::measure),
                new Measurement(
                        "memory",
                        "memory of a compression",
                        new CompressionMemory(children, folder, embedded, quick)::measure)));
        for (Contribution<Benchmark> plugin : context.plugins().all(Benchmark.class)) {
            all.add(new Measurement(plugin.id(), plugin.summary(), () -> ofPlugin(children, plugin.id())));
        }
        return all;
    }

    /**
     * Those of the given names, in the order of {@link #all}.
     *
     * @param names none for all
     * @throws InputException if there is no measurement of such a name
     */
    static List<Measurement> choose(List<Measurement> all, List<String> names) {
        List<String> known = all.stream().map(Measurement::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new InputException(
                        "there is no measurement '%s'; there is %s".formatted(name, String.join(", ", known)));
            }
        }
        return names.isEmpty() ? all : all.stream().filter(each -> names.contains(each.name())).toList();
    }

    /** The model that comes with the program. */
    static Path embedded(CommandContext context) throws IOException {
        return Studies.folders(context)
                .embedded()
                .orElseThrow(() -> new InputException(
                        "the bundle with the embedded model is missing, and the measurements need it; unpack the program again"));
    }

    /** Native code may abort, so it is measured in a process of its own. */
    private List<Figure> ofPlugin(Children children, String id) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("bench", BenchCommand.CHILD, id));
        if (quick) {
            arguments.add("--quick");
        }
        String json = children.run(List.of(), arguments).out();
        return new ObjectMapper().readValue(json, new TypeReference<List<Figure>>() {});
    }
}
