package org.jackknife.toolquery.internal;

import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import java.util.Set;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.Feedback;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.toolquery.internal.tool.Arguments;
import org.jackknife.toolquery.internal.tool.Profile;
import org.jackknife.toolquery.internal.tool.ProgressMeter;
import org.jackknife.toolquery.internal.tool.ToolRunner;
import org.jackknife.toolquery.internal.tool.ToolRunner.Executed;
import org.jackknife.toolquery.internal.tool.ToolSpecifications;
import org.jackknife.toolquery.internal.tool.Toolbox;
import org.jackknife.toolquery.internal.value.PythonException;

/** One episode of Tool-Query: carries out calls, shows their results, measures progress. */
public final class ToolQueryEnvironment implements Environment {

    private static final Set<String> NETWORK_ERRORS = Set.of(
            "ConnectionError",
            "HTTPError",
            "HTTPSError",
            "TimeoutError",
            "SSLError",
            "ProxyError",
            "TooManyRedirects",
            "RequestException");

    private final Profile profile;
    private final ActionReader reader;
    private final ToolRunner runner;
    private final ProgressMeter meter;
    private final Briefing briefing;
    private final List<ToolSpecification> specifications;
    private boolean done;
    private boolean success;

    /**
     * @param toolbox the tools over a world of this episode's own
     * @param subgoals what progress is measured by, at least one
     * @param briefing what the agent is told first
     */
    public ToolQueryEnvironment(Toolbox toolbox, List<Object> subgoals, Profile profile, Briefing briefing) {
        this.profile = profile;
        this.reader = new ActionReader(profile);
        this.runner = new ToolRunner(toolbox);
        this.meter = new ProgressMeter(toolbox, subgoals);
        this.briefing = briefing;
        this.specifications = ToolSpecifications.of(runner.tools());
    }

    @Override
    public Briefing reset() {
        return briefing;
    }

    @Override
    public List<ToolSpecification> tools() {
        return specifications;
    }

    @Override
    public Feedback act(Action action) {
        if (done) {
            return new Feedback("The episode is over.", false, meter.progress(), true, success);
        }
        return switch (action) {
            case Action.Text(String text) -> actInWords(text);
            case Action.Call call -> actByCall(call);
        };
    }

    private Feedback actInWords(String text) {
        ActionReader.Parts parts = reader.split(text).orElse(null);
        if (parts == null) {
            return Feedback.invalid(reader.formatError(), meter.progress());
        }
        try {
            return carryOut(parts.name(), reader.arguments(parts), text);
        } catch (PythonException e) {
            return settle(ToolRunner.error(e.text()), false);
        }
    }

    private Feedback actByCall(Action.Call call) {
        Arguments arguments = SampleData.arguments(call);
        return carryOut(call.tool(), arguments, call.tool() + PythonLiteral.repr(arguments.value()));
    }

    private Feedback carryOut(String tool, Arguments arguments, String written) {
        Executed executed = runner.run(tool, arguments);
        boolean finishing = tool.equals(ToolRunner.FINISH)
                || profile.finishesByText() && (written.contains("finish") || written.contains("Finish"));
        return settle(executed, finishing);
    }

    /** Brings log, progress and the end of the episode up to date with an action. */
    private Feedback settle(Executed executed, boolean finishing) {
        String observation = executed.observation();
        if (profile.abortsOnNetworkErrorText() && NETWORK_ERRORS.stream().anyMatch(observation::contains)) {
            done = true;
            return new Feedback(observation, executed.grounded(), meter.progress(), true, false);
        }
        meter.log(executed.log());
        if (executed.grounded()) {
            if (!(profile.stallsOnInvalid() && observation.contains("Invalid"))) {
                meter.update();
            }
            done = finishing;
            success = done && meter.complete();
        }
        return new Feedback(observation, executed.grounded(), meter.progress(), done, success);
    }
}
