package org.jackknife.toolquery.internal.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.api.environment.Action;
import org.jackknife.api.task.Oracle.OracleStep;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.toolquery.internal.tool.Arguments;
import org.jackknife.toolquery.internal.tool.ToolRunner;
import org.jackknife.toolquery.internal.tool.Toolbox;
import org.jackknife.toolquery.internal.value.Values;

/**
 * Walks to the goal of a new sample on the real tools, and keeps each call as a step of the oracle and its logged
 * result as a subgoal. So what a template asks for can be reached, and is reached the way an agent would.
 */
public final class Walk {

    private final ToolRunner runner;
    private final List<OracleStep> steps = new ArrayList<>();
    private final List<Object> subgoals = new ArrayList<>();
    private Object answer;

    public Walk(Toolbox toolbox) {
        this.runner = new ToolRunner(toolbox);
    }

    /**
     * Calls a tool whose result is a subgoal.
     *
     * @param say what the agent says before it
     * @param arguments names and values in turn
     * @return the result
     */
    public Object call(String say, String tool, Object... arguments) {
        ToolRunner.Executed executed = step(say, tool, Values.map(arguments));
        subgoals.addAll(executed.log());
        return executed.value();
    }

    /** Calls a tool that only prepares others: what it answers is no subgoal. */
    public void prepare(String say, String tool) {
        step(say, tool, Values.map());
    }

    /** Ends with the answer, which is the last subgoal. */
    public void finish(String say, Object answer) {
        this.answer = answer;
        call(say, ToolRunner.FINISH, "answer", answer);
    }

    private ToolRunner.Executed step(String say, String tool, Map<String, Object> arguments) {
        ToolRunner.Executed executed = runner.run(tool, new Arguments(arguments));
        if (!executed.grounded()) {
            throw new IllegalStateException(
                    "the oracle's call %s(%s) is refused: %s".formatted(tool, arguments, executed.observation()));
        }
        ObjectNode json = (ObjectNode) PythonLiteral.toJson(arguments);
        steps.add(new OracleStep(say, new Action.Call(tool, json)));
        return executed;
    }

    /** The steps so far. */
    public List<OracleStep> steps() {
        return List.copyOf(steps);
    }

    /** The subgoals so far. */
    public List<Object> subgoals() {
        return new ArrayList<>(subgoals);
    }

    /** The answer given to finish. */
    public Object answer() {
        return answer;
    }
}
