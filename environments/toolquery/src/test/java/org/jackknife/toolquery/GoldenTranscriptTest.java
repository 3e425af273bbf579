package org.jackknife.toolquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins every text that agents see: whoever changes one changes the task's version and the files with it. */
class GoldenTranscriptTest {

    @ParameterizedTest
    @ValueSource(strings = {"weather", "movie", "academia"})
    void textsAreThoseOfThisVersion(String toolset) throws IOException {
        assertThat(transcript(toolset)).isEqualTo(golden(toolset));
    }

    private static String transcript(String toolset) {
        ToolQueryTask task = new ToolQueryTask();
        var options = ToolQueryTaskTest.options("toolset", toolset);
        Sample sample = task.samples(options, Split.EVALUATION, 4).getLast();
        StringBuilder text = new StringBuilder("version " + task.version() + "\nsample " + sample.id() + "\n");
        try (Environment world = task.open(options, sample)) {
            text.append(briefing(world.reset()));
            text.append("tools: ").append(world.tools().stream().map(tool -> tool.name() + tool.parameters().properties().keySet())
                    .collect(Collectors.joining("\n")));
            List<Oracle.OracleStep> steps = task.oracle(options).orElseThrow().solve(sample);
            for (Oracle.OracleStep step : steps) {
                Feedback feedback = world.act(step.action());
                text.append("\nsay: %s\nact: %s\nsee: %s\nprogress: %.3f"
                        .formatted(step.say(), step.action(), feedback.observation(), feedback.progress()));
            }
        }
        return text.append('\n').toString();
    }

    private static String briefing(Briefing briefing) {
        return String.join(
                "\n",
                "system: " + briefing.system(),
                "instruction: " + briefing.instruction(),
                "manual: " + briefing.manual(),
                "examples: " + String.join("\n\n", briefing.examples()),
                "help: " + String.join("\n", briefing.help()),
                "goal: " + briefing.goal(),
                "observation: " + briefing.observation(),
                "");
    }

    private static String golden(String toolset) throws IOException {
        try (InputStream in = GoldenTranscriptTest.class.getResourceAsStream("/golden/" + toolset + ".txt")) {
            assertThat(in).as("golden/%s.txt", toolset).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
