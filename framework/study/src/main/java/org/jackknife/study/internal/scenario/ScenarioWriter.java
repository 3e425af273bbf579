package org.jackknife.study.internal.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jackknife.api.model.RecipeStep;
import org.jackknife.api.policy.Limits;
import org.jackknife.study.ModelSource;
import org.jackknife.study.Scenario;
import org.jackknife.study.TaskSpec;

/** Writes scenarios in the form of their schema, defaults included: what runs compare when they are resumed. */
public final class ScenarioWriter {

    private ScenarioWriter() {}

    /** The scenario as JSON, which is YAML too. */
    public static ObjectNode write(Scenario scenario) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", scenario.name());
        scenario.models().forEach(model -> model(node.withArray("models").addObject(), model));
        ObjectNode recipes = node.putObject("recipes");
        if (scenario.repeatDense()) {
            recipes.put(Scenario.REPEATED_DENSE, true);
        }
        scenario.recipes().forEach((label, recipe) -> recipes.put(label, recipe.toString()));
        plugin(node.putObject("engine"), scenario.engine());
        scenario.tasks().forEach(task -> task(node.withArray("tasks").addObject(), task));
        plugin(node.putObject("policy"), scenario.policy());
        node.put("repeats", scenario.repeats());
        limits(node.putObject("limits"), scenario.limits());
        node.put("workers", scenario.workers());
        node.put("throughput", scenario.throughput());
        return node;
    }

    private static void model(ObjectNode node, ModelSource model) {
        node.put("name", model.name());
        switch (model.location()) {
            case ModelSource.LocalFile file -> node.put("path", file.path().toString());
            case ModelSource.Download download ->
                node.put("url", download.url().toString()).put("sha256", download.sha256());
            case ModelSource.Embedded embedded -> node.put("embedded", true);
            case ModelSource.Endpoint endpoint -> node.put("endpoint", endpoint.served());
        }
    }

    private static void plugin(ObjectNode node, RecipeStep step) {
        node.put("id", step.id());
        ObjectNode options = node.putObject("options");
        step.arguments().forEach(options::put);
    }

    private static void task(ObjectNode node, TaskSpec task) {
        node.put("task", task.label());
        if (task.samples() > 0) {
            node.put("samples", task.samples());
        }
    }

    private static void limits(ObjectNode node, Limits limits) {
        node.put("steps", limits.steps());
        node.put("tokens", limits.tokens());
        node.put("tokensPerStep", limits.tokensPerStep());
        node.put("seconds", limits.time().toSeconds());
    }
}
