package org.jackknife.toolquery.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.EnvironmentException;
import org.jackknife.api.task.Sample;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.toolquery.internal.generate.Domain;
import org.jackknife.toolquery.internal.generate.SampleGenerator;
import org.jackknife.toolquery.internal.tool.Profile;
import org.jackknife.toolquery.internal.tool.ToolRunner;
import org.jackknife.toolquery.internal.tool.ToolSpecifications;
import org.jackknife.toolquery.internal.tool.Toolbox;

/** Opens the world of a sample, and briefs the agent about it. */
public final class Episodes {

    private static final String SYSTEM = "You are an assistant who answers questions by calling tools.";
    private static final String INSTRUCTION = "Call one tool at a time and read its result before the next. "
            + "Never guess a value that a tool can tell. When you know the answer, call finish with it.";
    private static final String FORM = "Write every action on one line, in this form:\n"
            + "Action: <tool> with Action Input: <arguments as a Python dict>\nTools:\n";
    private static final String HELP = "The action check_valid_actions lists the tools.";
    private static final String OBSERVATION = "A new question is waiting. Remember to call finish with the answer.";
    private static final String WEATHER_OBSERVATION =
            OBSERVATION + " Coordinates come from get_latitude_longitude.";

    /** The example of a tool set is a sample of a folder that no split uses. */
    private static final String EXAMPLE_FOLDER = "example";

    private static final int EXAMPLE_NUMBER = 1;

    private Episodes() {}

    /**
     * A fresh environment for the sample.
     *
     * @throws EnvironmentException if the sample's data cannot be used
     */
    public static Environment open(Sample sample, Profile profile) {
        try {
            return open(SampleData.domain(sample), sample, profile);
        } catch (IllegalArgumentException e) {
            throw new EnvironmentException("sample %s cannot be opened: %s".formatted(sample.id(), e.getMessage()), e);
        }
    }

    private static <W extends Record> Environment open(Domain<W> domain, Sample sample, Profile profile) {
        Toolbox toolbox = toolbox(domain, sample, profile);
        Briefing briefing = new Briefing(
                SYSTEM,
                INSTRUCTION,
                FORM + ToolSpecifications.manual(new ToolRunner(toolbox).tools()),
                List.of(example(domain, profile)),
                sample.goal(),
                List.of(HELP),
                firstObservation(domain));
        return new ToolQueryEnvironment(toolbox, SampleData.subgoals(sample), profile, briefing);
    }

    private static <W extends Record> Toolbox toolbox(Domain<W> domain, Sample sample, Profile profile) {
        return domain.tools().apply(SampleData.world(sample, domain.worldType()), profile);
    }

    private static String firstObservation(Domain<?> domain) {
        return domain == Domain.WEATHER ? WEATHER_OBSERVATION : OBSERVATION;
    }

    /** A worked episode in text form. */
    private static <W extends Record> String example(Domain<W> domain, Profile profile) {
        Sample sample = new SampleGenerator(profile)
                .sample(domain, domain.name() + "/" + EXAMPLE_FOLDER, EXAMPLE_NUMBER);
        ToolRunner runner = new ToolRunner(toolbox(domain, sample, profile));
        String steps = SampleData.solution(sample).stream()
                .map(step -> lines(runner, (Action.Call) step.action()))
                .collect(Collectors.joining("\n"));
        return "Goal: %s\nObservation: %s\n%s".formatted(sample.goal(), firstObservation(domain), steps);
    }

    private static String lines(ToolRunner runner, Action.Call call) {
        return "Action: %s with Action Input: %s\nObservation: %s"
                .formatted(
                        call.tool(),
                        PythonLiteral.str(call.arguments()),
                        runner.run(call.tool(), SampleData.arguments(call)).observation());
    }
}
