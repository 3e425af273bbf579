package org.jackknife.study.internal.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.study.Scenario;
import org.jackknife.study.ScenarioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the published schema and the reader together; the oracle is networknt's json-schema-validator 1.5.9. */
class ScenarioSchemaTest {

    private static final Path ROOT = Path.of("../..");
    private static final String PLAIN =
            "{name: s, models: [{name: m, embedded: true}], engine: e, tasks: [{task: t}], policy: p}";

    private static JsonNode schema() throws IOException {
        try (var in = Scenario.class.getResourceAsStream("scenario.schema.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static boolean schemaAccepts(String yaml) throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema());
        return schema.validate(new YAMLMapper().readTree(yaml)).isEmpty();
    }

    private static boolean readerAccepts(String yaml) {
        try {
            Scenario.parse(yaml, "s.yaml", Path.of("/"));
            return true;
        } catch (ScenarioException e) {
            return false;
        }
    }

    @Test
    void theSchemaNamesTheKeysThatTheReaderKnows() throws IOException {
        JsonNode schema = schema();

        assertThat(keys(schema)).isEqualTo(ScenarioReader.SCENARIO_KEYS);
        assertThat(keys(schema.at("/$defs/model"))).isEqualTo(ScenarioReader.MODEL_KEYS);
        assertThat(keys(schema.at("/$defs/plugin/oneOf/1"))).isEqualTo(ScenarioReader.PLUGIN_KEYS);
        assertThat(keys(schema.at("/properties/tasks/items"))).isEqualTo(ScenarioReader.TASK_KEYS);
        assertThat(keys(schema.at("/properties/limits"))).isEqualTo(ScenarioReader.LIMIT_KEYS);
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo.yaml", "own-model.yaml"})
    void theExamplesFollowBoth(String file) throws IOException {
        String yaml = Files.readString(ROOT.resolve("scenarios").resolve(file));

        assertThat(schemaAccepts(yaml)).isTrue();
        assertThat(readerAccepts(yaml)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "engine: e -> engine: {id: e, options: {a: 1, b: true, c: x}}",
        "policy: p -> policy: p, recipes: {a/a: false, x: quantize}",
        "policy: p -> policy: p, limits: {steps: 1}",
        "policy: p -> policy: p, workers: 0",
        "embedded: true -> endpoint: served",
        "embedded: true -> path: a.gguf"
    })
    void bothAccept(String change) throws IOException {
        String yaml = changed(change);

        assertThat(schemaAccepts(yaml)).isTrue();
        assertThat(readerAccepts(yaml)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "name: s, -> ",
        "policy: p -> policy: p, unknown: 1",
        "policy: p -> policy: p, repeats: 0",
        "policy: p -> policy: p, repeats: two",
        "policy: p -> policy: p, limits: {steps: 0}",
        "policy: p -> policy: p, limits: {step: 1}",
        "policy: p -> policy: p, recipes: {dense: x}",
        "policy: p -> policy: p, recipes: {a/a: maybe}",
        "policy: p -> policy: p, workers: -1",
        "embedded: true -> embedded: false",
        "embedded: true -> embedded: true, path: a.gguf",
        "embedded: true -> url: \"https://h/a.gguf\"",
        "embedded: true -> path: a.gguf, sha256: 0000000000000000000000000000000000000000000000000000000000000000",
        "engine: e -> engine: {options: {}}",
        "engine: e -> engine: {id: e, options: {a: [1]}}",
        "tasks: [{task: t}] -> tasks: []",
        "tasks: [{task: t}] -> tasks: [{samples: 3}]"
    })
    void bothRefuse(String change) throws IOException {
        String yaml = changed(change);

        assertThat(schemaAccepts(yaml)).isFalse();
        assertThat(readerAccepts(yaml)).isFalse();
    }

    private static String changed(String change) {
        String[] parts = change.split(" -> ?", 2);
        assertThat(PLAIN).contains(parts[0]);
        return PLAIN.replace(parts[0], parts[1]);
    }

    @Test
    void theCopyInTheDocumentationIsTheSame() throws IOException {
        assertThat(new ObjectMapper().readTree(ROOT.resolve("docs/scenario.schema.json").toFile())).isEqualTo(schema());
    }
}
