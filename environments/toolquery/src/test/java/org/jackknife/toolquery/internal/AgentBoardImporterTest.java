package org.jackknife.toolquery.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.EnvironmentException;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.toolquery.ToolQueryTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentBoardImporterTest {

    private final ToolQueryTask task = new ToolQueryTask();

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(AgentBoardImporterTest.class.getResource("/agentboard/" + name).toURI());
    }

    private static ToolQueryTask.Options options(Path data, Path worlds) {
        return OptionSchema.of(ToolQueryTask.Options.class)
                .bind("task tool-query", Map.of("data", data.toString(), "worlds", worlds.toString()));
    }

    private static ToolQueryTask.Options options() throws URISyntaxException {
        return options(resource("test.jsonl"), resource("worlds.json"));
    }

    @Test
    void readsEveryLineInOrder() throws URISyntaxException {
        List<Sample> samples = task.samples(options(), Split.EVALUATION, 0);
        assertThat(samples)
                .extracting(Sample::id)
                .containsExactly("weather/imported/0", "academia/imported/1", "movie/imported/2");
        assertThat(samples).extracting(Sample::difficulty).containsExactly(Difficulty.EASY, Difficulty.HARD, Difficulty.HARD);
        assertThat(samples.getFirst().goal()).isEqualTo("Which day is it?");
        assertThat(task.samples(options(), Split.EVALUATION, 2)).hasSize(2);
        assertThat(task.samples(options(), Split.TRAINING, 0)).isEmpty();
        assertThat(task.oracle(options())).isEmpty();
    }

    @Test
    void importedSamplesCanBePlayed() throws URISyntaxException {
        Sample weather = task.samples(options(), Split.EVALUATION, 0).getFirst();
        try (Environment world = task.open(options(), weather)) {
            world.reset();
            world.act(new Action.Text("get_user_current_date with Action Input: {}"));
            Feedback last = world.act(new Action.Text("finish with Action Input: {'answer': '2020-05-06'}"));
            assertThat(last.success()).isTrue();
        }
        Sample academia = task.samples(options(), Split.EVALUATION, 0).get(1);
        try (Environment world = task.open(options(), academia)) {
            world.reset();
            world.act(new Action.Text("loadAuthorNet with Action Input: {}"));
            // the reference names its keys in another order, as maps may
            Feedback node = world.act(new Action.Text("authorNodeCheck with Action Input: {'node': 'Ann'}"));
            assertThat(node.progress()).isEqualTo(0.5);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{oops; is not JSON at line 1",
                "{\"id\": 1, \"goal\": \"g\", \"subgoals\": [], \"difficulty\": \"easy\", \"additional_info\": {\"tool\": \"movie\"}}; 'subgoals' is []",
                "{\"id\": 1, \"goal\": \"g\", \"subgoals\": [1], \"difficulty\": \"odd\", \"additional_info\": {\"tool\": \"movie\"}}; must be easy or hard",
                "{\"id\": 1, \"subgoals\": [1], \"difficulty\": \"easy\", \"additional_info\": {\"tool\": \"movie\"}}; 'goal' is missing",
                "{\"id\": 1, \"goal\": \"g\", \"subgoals\": [1], \"difficulty\": \"easy\", \"additional_info\": {\"tool\": \"todo\"}}; unknown tool set 'todo'",
                "{\"id\": 1, \"goal\": \"g\", \"subgoals\": [1], \"difficulty\": \"easy\", \"additional_info\": {\"tool\": \"weather\"}}; 'current_date' is missing"
            })
    void faultsNameTheFileAndTheLine(String line, String message, @TempDir Path folder)
            throws IOException, URISyntaxException {
        Path data = Files.writeString(folder.resolve("data.jsonl"), line);
        var options = options(data, resource("worlds.json"));
        assertThatThrownBy(() -> task.samples(options, Split.EVALUATION, 0))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("data.jsonl")
                .hasMessageContaining(message);
    }

    @Test
    void aMissingWorldIsSaid(@TempDir Path folder) throws IOException, URISyntaxException {
        Path worlds = Files.writeString(folder.resolve("w.json"), "{}");
        var options = options(resource("test.jsonl"), worlds);
        assertThatThrownBy(() -> task.samples(options, Split.EVALUATION, 0))
                .hasMessageContaining("w.json has no world 'weather'");
    }

    @Test
    void aWorldThatLacksSomethingIsRefusedWhenOpened(@TempDir Path folder) throws IOException, URISyntaxException {
        Path worlds = Files.writeString(
                folder.resolve("w.json"), "{\"weather\": {\"cities\": []}, \"movie\": {\"movies\": []}, \"academia\": {}}");
        var options = options(resource("test.jsonl"), worlds);
        Sample movie = task.samples(options, Split.EVALUATION, 0).getLast();
        assertThatThrownBy(() -> task.open(options, movie))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("movie/imported/2")
                .hasMessageContaining("people");
    }
}
