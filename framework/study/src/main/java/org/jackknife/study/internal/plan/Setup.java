package org.jackknife.study.internal.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.method.Method;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.model.RecipeStep;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.jackknife.study.Scenario;
import org.jackknife.study.TaskSpec;
import org.jackknife.study.internal.Bound;

/**
 * A scenario with its plug-ins found and its samples drawn.
 *
 * @param engine the engine with its options, those that the scenario implies included
 * @param samples the samples of each task by its label
 * @param versions plug-ins that may change results, by name
 * @param problems plug-ins that are missing and options that are refused
 */
public record Setup(
        RecipeStep engine,
        Map<String, String> engineOptions,
        Map<String, List<Sample>> samples,
        Map<String, String> versions,
        List<String> problems) {

    /** The engine option that a scenario's {@code throughput} is handed to where the engine has it. */
    private static final String SEQUENCES = "sequences";

    /** Looks everything up; what fails is told in {@link #problems}. */
    public static Setup of(Scenario scenario, Plugins plugins) {
        return new Builder(scenario, plugins).build();
    }

    /** Keeps the parts while one after the other is looked up. */
    private static final class Builder {

        private final Scenario scenario;
        private final Plugins plugins;
        private final List<String> problems = new ArrayList<>();
        private final Map<String, String> versions = new TreeMap<>();

        Builder(Scenario scenario, Plugins plugins) {
            this.scenario = scenario;
            this.plugins = plugins;
        }

        Setup build() {
            Bound<Engine<Record>> engine = bind(this::engine);
            Bound<Policy<Record>> policy = bind(() -> Bound.of(plugins, Policy.class, scenario.policy()));
            if (policy != null) {
                versions.put("policy " + policy.id(), policy.service().version());
            }
            Map<String, List<Sample>> samples = new LinkedHashMap<>();
            scenario.tasks().forEach(task -> samples.put(task.label(), samples(task)));
            scenario.recipes().values().forEach(this::methods);
            if (engine == null) {
                return new Setup(scenario.engine(), Map.of(), samples, versions, problems);
            }
            versions.put("engine " + engine.id(), engine.source());
            return new Setup(engine.step(), engine.canonical(), samples, versions, problems);
        }

        private Bound<Engine<Record>> engine() {
            RecipeStep step = scenario.engine();
            Engine<?> found = plugins.get(Engine.class, step.id()).service();
            boolean takesSequences = OptionSchema.of(found.optionsType()).specs().stream()
                    .anyMatch(spec -> spec.name().equals(SEQUENCES));
            if (takesSequences && !step.arguments().containsKey(SEQUENCES)) {
                Map<String, String> options = new LinkedHashMap<>(step.arguments());
                options.put(SEQUENCES, Integer.toString(scenario.throughput()));
                step = new RecipeStep(step.id(), options);
            }
            return Bound.of(plugins, Engine.class, step);
        }

        private List<Sample> samples(TaskSpec spec) {
            Bound<Task<Record>> task = bind(() -> Bound.of(plugins, Task.class, spec.task()));
            if (task == null) {
                return List.of();
            }
            versions.put("task " + task.id(), task.service().version());
            List<Sample> samples = task.service().samples(task.options(), Split.EVALUATION, spec.samples());
            if (samples.isEmpty()) {
                problems.add("task %s has no samples for evaluation; choose other options".formatted(spec.label()));
            }
            return samples;
        }

        private void methods(Recipe recipe) {
            for (RecipeStep step : recipe.steps()) {
                Bound<Method<Record>> method = bind(() -> Bound.of(plugins, Method.class, step));
                if (method != null) {
                    versions.put("method " + method.id(), method.service().version());
                }
            }
        }

        /** Null where the plug-in is missing or refuses its options. */
        private <T> T bind(Supplier<T> lookup) {
            try {
                return lookup.get();
            } catch (IllegalArgumentException e) {
                if (!problems.contains(e.getMessage())) {
                    problems.add(e.getMessage());
                }
                return null;
            }
        }
    }
}
