package org.jackknife.toolquery;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.jackknife.toolquery.internal.AgentBoardImporter;
import org.jackknife.toolquery.internal.Episodes;
import org.jackknife.toolquery.internal.SampleData;
import org.jackknife.toolquery.internal.generate.Domain;
import org.jackknife.toolquery.internal.generate.SampleGenerator;
import org.jackknife.toolquery.internal.generate.SampleList;
import org.jackknife.toolquery.internal.tool.Profile;

/**
 * Asks an agent questions that it can answer only by calling tools: about weather, movies and research papers.
 *
 * <p>Tools, texts and scores follow Tool-Query of AgentBoard (arXiv 2401.13178); the data behind the tools are invented
 * anew for every sample, from the sample's id.
 */
@Plugin(value = "tool-query", summary = "Answer questions about weather, movies and papers by calling tools.")
public final class ToolQueryTask implements Task<ToolQueryTask.Options> {

    private static final String VERSION = "1.0-g" + SampleGenerator.VERSION;

    /** Which tools. */
    public enum ToolSet {
        ALL,
        WEATHER,
        MOVIE,
        ACADEMIA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        private List<Domain<?>> domains() {
            return this == ALL ? Domain.ALL : List.of(Domain.named(toString()));
        }
    }

    /** Which samples. */
    public enum Level {
        ALL,
        EASY,
        HARD;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        private List<Difficulty> difficulties() {
            return this == ALL ? List.of(Difficulty.values()) : List.of(Difficulty.valueOf(name()));
        }
    }

    /** What can be chosen. */
    public record Options(
            @Option(value = "Which tool set the goals are about.", defaultValue = "all") ToolSet toolset,
            @Option(value = "Easy goals need one or two calls before the answer, hard ones three to five.", defaultValue = "all")
                    Level difficulty,
            @Option(
                            value = "Whether the accidents of the published benchmark are kept (acbench) or not (clean).",
                            defaultValue = "clean")
                    Profile profile,
            @Option(value = "Makes another, independent set of samples; empty for the usual one.", defaultValue = "")
                    String seedSpace,
            @Option("A test.jsonl of AgentBoard's tool-query, to be used instead of generated samples.")
                    Optional<Path> data,
            @Option("The JSON file with the worlds that the samples of 'data' are about.") Optional<Path> worlds) {

        public Options {
            if (!seedSpace.matches("[A-Za-z0-9._-]*")) {
                throw new IllegalArgumentException(
                        "option 'seedSpace' is '%s', but must consist of letters, digits, dots, hyphens and underscores"
                                .formatted(seedSpace));
            }
            if (data.isPresent() != worlds.isPresent()) {
                throw new IllegalArgumentException("the options 'data' and 'worlds' are given together or not at all");
            }
        }
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public String capability() {
        return "tool use";
    }

    @Override
    public List<Sample> samples(Options options, Split split, int count) {
        List<Domain<?>> domains = options.toolset().domains();
        List<Difficulty> difficulties = options.difficulty().difficulties();
        if (options.data().isPresent()) {
            return new AgentBoardImporter(options.data().get(), options.worlds().orElseThrow())
                    .samples(domains, difficulties, split, count);
        }
        return new SampleList(domains, difficulties, options.seedSpace())
                .samples(new SampleGenerator(options.profile()), split, count);
    }

    @Override
    public Environment open(Options options, Sample sample) {
        return Episodes.open(sample, options.profile());
    }

    /** Solves generated samples; imported ones come without a solution. */
    @Override
    public Optional<Oracle> oracle(Options options) {
        return options.data().isPresent() ? Optional.empty() : Optional.of(SampleData::solution);
    }
}
