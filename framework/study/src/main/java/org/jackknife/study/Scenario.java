package org.jackknife.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.model.RecipeStep;
import org.jackknife.api.policy.Limits;
import org.jackknife.study.internal.scenario.ScenarioReader;
import org.jackknife.study.internal.scenario.ScenarioWriter;

/**
 * What is to be measured: models, recipes, tasks, the policy, and how often. Immutable.
 *
 * <p>Written as YAML; {@code scenario.schema.json} beside this class is its published JSON schema. Every model is
 * measured dense, and, unless it stands behind an endpoint, with every recipe.
 *
 * @param name letters, digits, dots, hyphens and underscores; names the run's folder
 * @param models at least one, names unique
 * @param recipes label to recipe, in the order of the file; {@code dense} is never among them
 * @param repeatDense whether the dense model is measured a second time, under the label {@code a/a}: the noise floor
 * @param engine the engine's id and options; where it has an option {@code throughput}, that is set from the scenario
 * @param tasks at least one, labels unique
 * @param policy the policy's id and options
 * @param repeats how often each sample is played, at least 1
 * @param limits where an episode ends at the latest
 * @param workers the most worker processes at once; 0 for as many as fit
 * @param throughput episodes that a worker plays at once; 1 keeps greedy answers repeatable
 */
public record Scenario(
        String name,
        List<ModelSource> models,
        Map<String, Recipe> recipes,
        boolean repeatDense,
        RecipeStep engine,
        List<TaskSpec> tasks,
        RecipeStep policy,
        int repeats,
        Limits limits,
        int workers,
        int throughput) {

    /** The label of the dense model measured a second time. */
    public static final String REPEATED_DENSE = "a/a";

    /** The label of the model as it came. */
    public static final String DENSE = "dense";

    public Scenario {
        models = List.copyOf(models);
        recipes = Collections.unmodifiableMap(new LinkedHashMap<>(recipes));
        tasks = List.copyOf(tasks);
    }

    /**
     * Reads a scenario file; relative model paths are resolved against the file's folder.
     *
     * @throws ScenarioException if the file cannot be read or is not a scenario; the message names file, line and column
     */
    public static Scenario read(Path file) {
        try {
            return parse(Files.readString(file), file.toString(), file.toAbsolutePath().getParent());
        } catch (CharacterCodingException e) {
            throw new ScenarioException(file + ": is not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw new ScenarioException(file + ": cannot be read: " + e, e);
        }
    }

    /**
     * Reads a scenario from its text.
     *
     * @param file the name that messages carry
     * @param base the folder that relative model paths are resolved against
     * @throws ScenarioException as {@link #read}
     */
    public static Scenario parse(String text, String file, Path base) {
        return new ScenarioReader(base).read(text, file);
    }

    /**
     * This scenario with several episodes at once in each worker. Greedy answers may then differ from run to run, so the
     * dense model is measured a second time, to show how much.
     */
    public Scenario withThroughput(int episodesAtOnce) {
        return new Scenario(
                name, models, recipes, repeatDense || episodesAtOnce > 1, engine, tasks, policy, repeats, limits, workers,
                episodesAtOnce);
    }

    /** The scenario in the form of its schema, with every default written out; {@link #parse} reads it back. */
    public JsonNode toJson() {
        return ScenarioWriter.write(this);
    }
}
