package org.jackknife.toolquery.internal.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.toolquery.internal.value.PythonEquality;
import org.jackknife.toolquery.internal.value.PythonException;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.chat.python.PythonTuple;
import org.jackknife.toolquery.internal.value.Values;

/** Carries out calls on a tool set and says what the agent sees and what the log keeps of each. */
public final class ToolRunner {

    /** Ends an episode with an answer. */
    public static final String FINISH = "finish";

    /** Lists the tools. */
    public static final String CHECK_VALID_ACTIONS = "check_valid_actions";

    private static final String ERROR = "ERROR | ";

    private final Toolbox toolbox;
    private final List<Tool> all;

    public ToolRunner(Toolbox toolbox) {
        this.toolbox = toolbox;
        this.all = new ArrayList<>(toolbox.tools());
        all.add(new Tool(CHECK_VALID_ACTIONS, "names of all tools", List.of(), _ -> new Outcome.Success(validActions())));
        all.add(new Tool(
                FINISH,
                "end with the answer",
                List.of(new Parameter("answer", Parameter.Kind.ANSWER)),
                arguments -> new Outcome.Success(arguments.get("answer"))));
    }

    /**
     * What a call did.
     *
     * @param value the result as a value; null where there is none
     * @param observation what the agent sees
     * @param grounded whether the call named a tool and fitted it
     * @param log the log entry: one element, which may be null, or none
     */
    public record Executed(Object value, String observation, boolean grounded, List<Object> log) {}

    /** The tools that agents are offered, in a fixed order. */
    public List<Tool> tools() {
        return List.copyOf(all);
    }

    /** Carries out a call; whatever is wrong with it becomes an observation. */
    public Executed run(String name, Arguments arguments) {
        Tool tool = find(name);
        if (tool == null) {
            return error("Invalid action: " + name + ".");
        }
        try {
            return switch (tool.body().call(arguments)) {
                case Outcome.Success(Object value) ->
                    new Executed(value, PythonLiteral.str(value), true, entry(tool, value));
                case Outcome.Failure(Object value) ->
                    new Executed(null, PythonLiteral.str(value), true, List.of(failed(tool, arguments)));
            };
        } catch (PythonException e) {
            return error(e.text());
        }
    }

    /** The observation of an action that could not be carried out. */
    public static Executed error(String message) {
        return new Executed(null, ERROR + message, false, List.of());
    }

    private Tool find(String name) {
        return toolbox.find(name)
                .or(() -> all.stream().filter(tool -> tool.name().equals(name)).findFirst())
                .orElse(null);
    }

    private List<Object> entry(Tool tool, Object value) {
        List<Object> entry = new ArrayList<>(1);
        switch (tool.name()) {
            case CHECK_VALID_ACTIONS -> {}
            case FINISH -> entry.add(value instanceof List<?> list && !(value instanceof PythonTuple) ? PythonEquality.sorted(list) : value);
            default -> entry.add(toolbox.clean(value));
        }
        return entry;
    }

    private static String failed(Tool tool, Arguments arguments) {
        Map<String, Object> given = Values.map();
        tool.parameters().forEach(parameter -> given.put(parameter.name(), arguments.get(parameter.name())));
        return "Calling %s with %s failed".formatted(tool.name(), PythonLiteral.str(given));
    }

    private String validActions() {
        List<String> names = all.stream().map(Tool::name).toList();
        return "You can use following valid actions: " + PythonLiteral.str(names);
    }
}
