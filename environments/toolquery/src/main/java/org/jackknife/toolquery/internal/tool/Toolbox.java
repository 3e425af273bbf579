package org.jackknife.toolquery.internal.tool;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.toolquery.internal.value.PythonEquality;

/** The tools of one tool set over one world, with the rules by which their results are logged and compared. */
public interface Toolbox {

    /** The tools in a fixed order, without the two that all tool sets share. */
    List<Tool> tools();

    /** Other names under which tools answer, to the name of the tool. */
    default Map<String, String> aliases() {
        return Map.of();
    }

    /** A result as it is logged: without what drifts or is too long to compare. */
    default Object clean(Object result) {
        return result;
    }

    /** Whether a logged value fulfils a subgoal. */
    default boolean fulfils(Object subgoal, Object logged) {
        return PythonEquality.equal(subgoal, logged);
    }

    /** The tool that answers to the name. */
    default Optional<Tool> find(String name) {
        String canonical = aliases().getOrDefault(name, name);
        return tools().stream().filter(tool -> tool.name().equals(canonical)).findFirst();
    }
}
