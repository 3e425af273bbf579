package org.jackknife.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.policy.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {

    private static final Path BASE = Path.of("/scenarios");

    private static final String FULL =
            """
            name: full
            models:
              - name: local
                path: ../models/a.gguf
              - {name: remote, url: "https://models.example/b.gguf", sha256: %s}
              - {name: small, embedded: true}
              - {name: served, endpoint: gpt-oss}
            recipes:
              a/a: true
              q4: quantize(type=Q4_K_M)
              both: magnitude(sparsity=0.5) > quantize(type=Q8_0)
            engine:
              id: llamacpp
              options: {threads: 2, flash: true}
            tasks:
              - task: tool-query(toolset=weather)
                samples: 7
              - task: count
            policy: react(memory=4)
            repeats: 3
            limits: {steps: 9, tokens: 90, tokensPerStep: 10, seconds: 5}
            workers: 2
            throughput: 4
            """
                    .formatted("ab".repeat(32));

    @Test
    void readsEveryKey() {
        Scenario scenario = Scenario.parse(FULL, "full.yaml", BASE);

        assertThat(scenario.models()).extracting(ModelSource::location).containsExactly(
                new ModelSource.LocalFile(Path.of("/models/a.gguf")),
                new ModelSource.Download(java.net.URI.create("https://models.example/b.gguf"), "ab".repeat(32)),
                new ModelSource.Embedded(),
                new ModelSource.Endpoint("gpt-oss"));
        assertThat(scenario.recipes())
                .containsEntry("q4", Recipe.parse("quantize(type=Q4_K_M)"))
                .containsEntry("both", Recipe.parse("magnitude(sparsity=0.5) > quantize(type=Q8_0)"))
                .hasSize(2);
        assertThat(scenario.repeatDense()).isTrue();
        assertThat(scenario.engine().arguments()).containsEntry("threads", "2").containsEntry("flash", "true");
        assertThat(scenario.tasks()).extracting(TaskSpec::label).containsExactly("tool-query(toolset=weather)", "count");
        assertThat(scenario.tasks()).extracting(TaskSpec::samples).containsExactly(7, 0);
        assertThat(scenario.policy().toString()).isEqualTo("react(memory=4)");
        assertThat(scenario.limits()).isEqualTo(new Limits(9, 90, 10, Duration.ofSeconds(5)));
        assertThat(scenario).returns(3, Scenario::repeats).returns(2, Scenario::workers).returns(4, Scenario::throughput);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Scenario scenario = Scenario.parse(FULL, "full.yaml", BASE);

        assertThat(Scenario.parse(scenario.toJson().toString(), "again", Path.of("/elsewhere"))).isEqualTo(scenario);
    }

    @Test
    void whatIsLeftOutHasDefaults() {
        Scenario scenario = Scenario.parse(
                "{name: s, models: [{name: m, embedded: true}], engine: e, tasks: [{task: t}], policy: p}", "s.yaml", BASE);

        assertThat(scenario.recipes()).isEmpty();
        assertThat(scenario)
                .returns(false, Scenario::repeatDense)
                .returns(1, Scenario::repeats)
                .returns(Limits.AGENT_BOARD, Scenario::limits)
                .returns(0, Scenario::workers)
                .returns(1, Scenario::throughput);
    }

    /** Each line: what is replaced in the full scenario, by what, and the refusal. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            repeats: 3      | repeat: 3       | full.yaml:20:1: unknown key 'repeat', did you mean 'repeats'?; allowed: name, models, recipes, engine, tasks, policy, repeats, limits, workers, throughput
            repeats: 3      | repeats: three  | full.yaml:20:10: repeats: expected an integer, at least 1 and below 1000000000, found 'three'
            repeats: 3      | repeats: 0      | full.yaml:20:10: repeats: expected an integer, at least 1 and below 1000000000, found '0'
            steps: 9        | stpes: 9        | full.yaml:21:10: limits: unknown key 'stpes', did you mean 'steps'?; allowed: steps, tokens, tokensPerStep, seconds
            a/a: true       | a/a: yes        | full.yaml:9:8: recipes.a/a: expected true or false, found 'yes'
            q4: quantize(   | q4: quantize((  | full.yaml:10:7: recipes.q4: recipe 'quantize((type=Q4_K_M)': expected a parameter's name at position 10, found '('
            q4: quantize(type=Q4_K_M) | dense: x | full.yaml:10:10: recipes.dense: label 'dense' is not allowed; use letters, digits, dots, hyphens, underscores and plus signs, and not 'dense', which is always measured
            - task: count   | - task: count > count | full.yaml:18:11: tasks[1].task: expected one plug-in with its options, such as tool-query(toolset=weather), found 'count > count'
            name: small     | name: local     | full.yaml:6:12: models[2].name: model 'local' is there twice; names must differ
            embedded: true  | embedded: false | full.yaml:6:29: models[2].embedded: expected true, found 'false'
            embedded: true  | sha256: 00      | full.yaml:6:5: models[2]: expected exactly one of path, url, embedded, endpoint, found none
            abab            | xyz             | full.yaml:5:66: models[1].sha256: expected a SHA-256 of 64 lower-case hexadecimal digits
            https:          | ftp:            | full.yaml:5:25: models[1].url: expected an http or https address, found 'ftp://models.example/b.gguf'
            name: full      | name: a/b       | full.yaml:1:7: name: expected a name of letters, digits, dots, hyphens, underscores and plus signs, found 'a/b'
            name: full      | nam: full       | full.yaml:1:1: unknown key 'nam', did you mean 'name'?
            workers: 2      | name: again     | full.yaml:22:1: key 'name' stands here a second time; keep one of the two
            workers: 2      | workers: [2     | full.yaml:23:11: not YAML: expected ',' or ']', but got :
            """)
    void refusesWithFileLineColumnAndWhatIsAllowed(String written, String instead, String message) {
        String text = FULL.replaceFirst(java.util.regex.Pattern.quote(written), instead);

        assertThatThrownBy(() -> Scenario.parse(text, "full.yaml", BASE))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aMissingKeyIsNamed() {
        assertThatThrownBy(() -> Scenario.parse(FULL.replace("policy: react(memory=4)\n", ""), "full.yaml", BASE))
                .hasMessage("full.yaml:1:1: key 'policy' is missing");
    }

    @Test
    void anEmptyFileIsToldWhatItLacks() {
        assertThatThrownBy(() -> Scenario.parse("# nothing\n", "empty.yaml", BASE))
                .hasMessageStartingWith("empty.yaml: the file is empty; expected name, models");
    }

    @Test
    void aMissingFileIsNamed(@org.junit.jupiter.api.io.TempDir Path folder) {
        assertThatThrownBy(() -> Scenario.read(folder.resolve("no.yaml")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("no.yaml: cannot be read");
    }
}
