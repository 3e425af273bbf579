package org.jackknife.study.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import java.util.stream.IntStream;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.EnvironmentException;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;

/** Samples named 0000, 0001, ...: a counter to be brought to three. */
public final class CountTask implements Task<CountTask.Options> {

    private static final int TARGET = 3;

    public record Options(
            @Option(value = "The sample whose world fails.", defaultValue = "none") String broken,
            @Option(value = "Which worlds.", defaultValue = "plain") String world) {}

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String capability() {
        return "counting";
    }

    @Override
    public List<Sample> samples(Options options, Split split, int count) {
        return IntStream.range(0, count == 0 ? 5 : count)
                .mapToObj(i -> "%04d".formatted(i))
                .map(id -> new Sample(
                        id, Difficulty.EASY, "one", "count " + id, JsonNodeFactory.instance.objectNode()))
                .toList();
    }

    @Override
    public Environment open(Options options, Sample sample) {
        return new Environment() {
            private int value;

            @Override
            public Briefing reset() {
                if (sample.id().equals(options.broken())) {
                    throw new EnvironmentException("the world of %s is broken".formatted(sample.id()));
                }
                return new Briefing("", "Count.", "", List.of(), sample.goal(), List.of(), "0");
            }

            @Override
            public Feedback act(Action action) {
                value = Math.min(TARGET, value + Integer.parseInt(action.toString().replace("add ", "")));
                return new Feedback("now " + value, true, value / (double) TARGET, value == TARGET, value == TARGET);
            }

            @Override
            public List<ToolSpecification> tools() {
                return List.of(ToolSpecification.builder().name("add").build());
            }
        };
    }
}
