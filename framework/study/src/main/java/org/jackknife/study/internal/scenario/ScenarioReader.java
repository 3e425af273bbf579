package org.jackknife.study.internal.scenario;

import java.io.StringReader;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.model.RecipeException;
import org.jackknife.api.model.RecipeStep;
import org.jackknife.api.policy.Limits;
import org.jackknife.study.ModelSource;
import org.jackknife.study.Scenario;
import org.jackknife.study.ScenarioException;
import org.jackknife.study.TaskSpec;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads scenarios. The keys here are those of {@code scenario.schema.json}; a test holds the two together. */
public final class ScenarioReader {

    static final List<String> SCENARIO_KEYS = List.of(
            "name", "models", "recipes", "engine", "tasks", "policy", "repeats", "limits", "workers", "throughput");
    static final List<String> MODEL_KEYS = List.of("name", "path", "url", "sha256", "embedded", "endpoint");
    static final List<String> PLUGIN_KEYS = List.of("id", "options");
    static final List<String> TASK_KEYS = List.of("task", "samples");
    static final List<String> LIMIT_KEYS = List.of("steps", "tokens", "tokensPerStep", "seconds");

    /** What run folders and tables can carry without escapes. */
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._+-]*";

    private final Path base;

    /** @param base the folder that relative model paths are resolved against */
    public ScenarioReader(Path base) {
        this.base = base;
    }

    /** Reads a scenario from its text; {@code file} is the name that messages carry. */
    public Scenario read(String text, String file) {
        YamlFields fields = parse(text, file).fields(SCENARIO_KEYS);
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        boolean repeatDense = fields.find("recipes").map(value -> recipes(value, recipes)).orElse(false);
        return new Scenario(
                name(fields.require("name")),
                models(fields.require("models")),
                recipes,
                repeatDense,
                plugin(fields.require("engine")),
                tasks(fields.require("tasks")),
                plugin(fields.require("policy")),
                fields.integer("repeats", 1, 1),
                fields.find("limits").map(ScenarioReader::limits).orElse(Limits.AGENT_BOARD),
                fields.integer("workers", 0, 0),
                fields.integer("throughput", 1, 1));
    }

    private static YamlValue parse(String text, String file) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (root == null) {
                throw new ScenarioException(file + ": the file is empty; expected " + String.join(", ", SCENARIO_KEYS));
            }
            return new YamlValue(root, file, "");
        } catch (MarkedYAMLException e) {
            throw new ScenarioException("%s:%d:%d: not YAML: %s"
                    .formatted(file, e.getProblemMark().getLine() + 1, e.getProblemMark().getColumn() + 1, e.getProblem()), e);
        } catch (YAMLException e) {
            throw new ScenarioException(file + ": not YAML: " + e.getMessage(), e);
        }
    }

    private static String name(YamlValue value) {
        if (!value.text().matches(NAME)) {
            throw value.expected("a name of letters, digits, dots, hyphens, underscores and plus signs");
        }
        return value.text();
    }

    private List<ModelSource> models(YamlValue value) {
        Set<String> names = new HashSet<>();
        List<ModelSource> models = new ArrayList<>();
        for (YamlValue item : value.items()) {
            YamlFields fields = item.fields(MODEL_KEYS);
            ModelSource model = new ModelSource(name(fields.require("name")), location(fields));
            if (!names.add(model.name())) {
                throw fields.require("name").refused("model '%s' is there twice; names must differ".formatted(model.name()));
            }
            models.add(model);
        }
        return models;
    }

    private ModelSource.Location location(YamlFields fields) {
        String kind = fields.exactlyOne(List.of("path", "url", "embedded", "endpoint"));
        YamlValue value = fields.require(kind);
        if (!kind.equals("url")) {
            fields.find("sha256").ifPresent(hash -> {
                throw hash.refused("a hash is only given with 'url'; files on this machine are hashed by the program");
            });
        }
        return switch (kind) {
            case "path" -> new ModelSource.LocalFile(path(value));
            case "url" -> new ModelSource.Download(url(value), sha256(fields.require("sha256")));
            case "endpoint" -> new ModelSource.Endpoint(value.text());
            default -> embedded(value);
        };
    }

    private static ModelSource.Location embedded(YamlValue value) {
        if (!value.truth()) {
            throw value.expected("true");
        }
        return new ModelSource.Embedded();
    }

    private Path path(YamlValue value) {
        try {
            return base.resolve(value.text()).normalize();
        } catch (InvalidPathException e) {
            throw value.expected("a file name");
        }
    }

    private static URI url(YamlValue value) {
        try {
            URI uri = URI.create(value.text());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw value.expected("an http or https address (" + e.getMessage() + ")");
        }
        throw value.expected("an http or https address");
    }

    private static String sha256(YamlValue value) {
        if (!value.text().matches("[0-9a-f]{64}")) {
            throw value.expected("a SHA-256 of 64 lower-case hexadecimal digits");
        }
        return value.text();
    }

    /** Fills the recipes and tells whether the dense model is to be measured twice. */
    private static boolean recipes(YamlValue value, Map<String, Recipe> recipes) {
        boolean repeatDense = false;
        for (Map.Entry<String, YamlValue> entry : value.entries().entrySet()) {
            String label = entry.getKey();
            if (label.equals(Scenario.REPEATED_DENSE)) {
                repeatDense = entry.getValue().truth();
            } else if (label.equals(Scenario.DENSE) || !label.matches(NAME)) {
                throw entry.getValue().refused("label '%s' is not allowed; use letters, digits, dots, hyphens, underscores "
                        .formatted(label) + "and plus signs, and not 'dense', which is always measured");
            } else {
                recipes.put(label, recipe(entry.getValue()));
            }
        }
        return repeatDense;
    }

    private static Recipe recipe(YamlValue value) {
        Recipe recipe = recipeText(value);
        if (recipe.isDense()) {
            throw value.refused("'dense' is always measured; write 'a/a: true' to measure it twice");
        }
        return recipe;
    }

    private static Recipe recipeText(YamlValue value) {
        try {
            return Recipe.parse(value.text());
        } catch (RecipeException e) {
            throw value.refused(e.getMessage());
        }
    }

    private static RecipeStep step(YamlValue value) {
        Recipe recipe = recipeText(value);
        if (recipe.steps().size() != 1) {
            throw value.expected("one plug-in with its options, such as tool-query(toolset=weather)");
        }
        return recipe.steps().getFirst();
    }

    private static RecipeStep plugin(YamlValue value) {
        if (!value.isMapping()) {
            return step(value);
        }
        YamlFields fields = value.fields(PLUGIN_KEYS);
        Map<String, String> options = new LinkedHashMap<>();
        fields.find("options").ifPresent(given -> given.entries().forEach((name, option) -> options.put(name, option.text())));
        return new RecipeStep(name(fields.require("id")), options);
    }

    private static List<TaskSpec> tasks(YamlValue value) {
        Set<String> labels = new HashSet<>();
        List<TaskSpec> tasks = new ArrayList<>();
        for (YamlValue item : value.items()) {
            YamlFields fields = item.fields(TASK_KEYS);
            TaskSpec task = new TaskSpec(step(fields.require("task")), fields.integer("samples", 1, 0));
            if (!labels.add(task.label())) {
                throw item.refused("task '%s' is there twice; raise 'repeats' to play samples more often"
                        .formatted(task.label()));
            }
            tasks.add(task);
        }
        return tasks;
    }

    private static Limits limits(YamlValue value) {
        YamlFields fields = value.fields(LIMIT_KEYS);
        Limits defaults = Limits.AGENT_BOARD;
        return new Limits(
                fields.integer("steps", 1, defaults.steps()),
                fields.integer("tokens", 1, defaults.tokens()),
                fields.integer("tokensPerStep", 1, defaults.tokensPerStep()),
                Duration.ofSeconds(fields.integer("seconds", 1, (int) defaults.time().toSeconds())));
    }
}
