package org.jackknife.calibration.internal.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.UnknownPluginException;
import org.jackknife.calibration.internal.corpus.Passage.Kind;
import org.jackknife.calibration.testing.CountingTask;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.testkit.ListedPlugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorpusTest {

    @TempDir
    Path folder;

    private static final ListedPlugins PLUGINS = new ListedPlugins(Map.of(
            "count", new CountingTask("1", 1000, true),
            "few", new CountingTask("1", 3, true),
            "unsolved", new CountingTask("1", 1000, false)));

    private List<Passage> passages(Corpus corpus, long seed, int most) throws IOException {
        List<Passage> passages = new ArrayList<>();
        corpus.read(ChatTemplates.compact(), seed, passage -> {
            passages.add(passage);
            return passages.size() < most;
        });
        return passages;
    }

    private Corpus file(String name, String content) throws IOException {
        return Corpus.of(Files.writeString(folder.resolve(name), content).toString(), PLUGINS);
    }

    @Test
    void aTextFileIsOneTextInPiecesOfWholeLines() throws IOException {
        String line = "x".repeat(99) + "\n";
        List<Passage> passages = passages(file("long.txt", line.repeat(1500)), 0, 100);
        assertThat(passages).extracting(Passage::kind).containsExactly(Kind.TEXT, Kind.CONTINUED, Kind.CONTINUED);
        assertThat(passages).allMatch(passage -> passage.text().endsWith("x\n"));
        assertThat(passages.stream().mapToInt(passage -> passage.text().length()).sum()).isEqualTo(150_000);
    }

    @Test
    void aTextFileThatIsNoUtf8IsRefused() throws IOException {
        Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'a', (byte) 0xe4, 'b', '\n'});
        assertThatThrownBy(() -> passages(Corpus.of(latin.toString(), PLUGINS), 0, 9))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("latin.txt is not UTF-8");
    }

    @Test
    void aMissingFileIsRefusedWithWhatThereIs() {
        assertThatThrownBy(() -> Corpus.of("nowhere.txt", PLUGINS))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("there is no corpus nowhere.txt")
                .hasMessageContaining("agentic:TASK");
    }

    @Test
    void linesHoldTextsOrConversations() throws IOException {
        Corpus corpus = file(
                "lines.jsonl",
                """
                {"text": "one", "source": "web"}

                {"messages": [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hi."}]}
                {"messages": [{"role": "user", "content": "Sum?"}, {"role": "assistant", "content": null,
                """
                                .stripTrailing()
                        + """
                 "tool_calls": [{"id": "c", "type": "function", "function": {"name": "add", "arguments": "{\\"a\\": 1}"}}]},\
                 {"role": "tool", "tool_call_id": "c", "name": "add", "content": "2"}]}
                """);
        assertThat(passages(corpus, 0, 9))
                .containsExactly(
                        new Passage("one", Kind.TEXT),
                        new Passage(
                                "<|im_start|>user\nHello.<|im_end|>\n<|im_start|>assistant\nHi.<|im_end|>\n",
                                Kind.CONVERSATION),
                        new Passage(
                                "<|im_start|>user\nSum?<|im_end|>\n<|im_start|>assistant\n"
                                        + "<tool_call>{\"name\": \"add\", \"arguments\": {\"a\": 1}}</tool_call><|im_end|>\n"
                                        + "<|im_start|>tool\n2<|im_end|>\n",
                                Kind.CONVERSATION));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"prompt": "x"}                                       | has neither a string 'text' nor an array 'messages'
                    [1, 2]                                                | has neither a string 'text' nor an array 'messages'
                    {"text": 5}                                           | has neither a string 'text' nor an array 'messages'
                    {"text": "cut                                         | is no JSON
                    {"messages": []}                                      | has no messages
                    {"messages": [{"role": "robot", "content": "x"}]}     | has a message 1 of role 'robot'
                    {"messages": [{"role": "user"}]}                      | has a message 1 without text
                    {"messages": [{"role": "user", "content": [1]}]}      | has a message 1 without text
                    {"messages": [{"role": "user", "content": "x"}], "tools": [{}]} | offers 'tools'
                    """)
    void unknownShapesAreRefusedWithTheirLine(String line, String why) throws IOException {
        Corpus corpus = file("lines.jsonl", "{\"text\": \"fine\"}\n" + line + "\n");
        assertThatThrownBy(() -> passages(corpus, 0, 9))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("lines.jsonl, line 2 " + why);
    }

    @Test
    void theFingerprintOfAFileIsThatOfItsBytes() throws IOException {
        String before = file("a.txt", "text").fingerprint();
        // printf text | sha256sum
        assertThat(before).isEqualTo("982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1");
        assertThat(file("a.txt", "texts").fingerprint()).isNotEqualTo(before);
    }

    @Test
    void trajectoriesOfAllTasksWithAnOracleAreOfTheCalibrationSplit() throws IOException {
        Corpus corpus = Corpus.of("agentic", PLUGINS);
        assertThat(corpus.description()).isEqualTo("oracle trajectories of count, few");
        List<Passage> passages = passages(corpus, 1, 35);
        assertThat(passages).extracting(Passage::kind).containsOnly(Kind.CONVERSATION);
        // the first round has 32 samples of one task and all three of the other
        assertThat(passages.stream().filter(passage -> passage.text().contains("Bring the counter to 2.")))
                .hasSize(2);
        assertThat(passages.stream().filter(passage -> passage.text().contains("Bring the counter to 32.")))
                .hasSize(1);
    }

    @Test
    void theSeedChoosesTheOrderOfTrajectories() throws IOException {
        Corpus corpus = Corpus.of("agentic:count", PLUGINS);
        assertThat(passages(corpus, 1, 20)).isEqualTo(passages(corpus, 1, 20)).isNotEqualTo(passages(corpus, 2, 20));
    }

    @Test
    void trajectoriesEndWhereATaskHasNoMoreSamples() throws IOException {
        assertThat(passages(Corpus.of("agentic:few", PLUGINS), 0, 99)).hasSize(3);
    }

    @Test
    void theFingerprintOfTrajectoriesFollowsTheVersionsOfTheTasks() throws IOException {
        ListedPlugins later = new ListedPlugins(Map.of("count", new CountingTask("2", 1000, true)));
        assertThat(Corpus.of("agentic:count", PLUGINS).fingerprint())
                .isNotEqualTo(Corpus.of("agentic:count", later).fingerprint());
    }

    @Test
    void aTaskWithoutOracleAndOneThatIsNotThereAreRefused() {
        assertThatThrownBy(() -> Corpus.of("agentic:unsolved", PLUGINS))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("unsolved has no oracle");
        assertThatThrownBy(() -> Corpus.of("agentic:nothing", PLUGINS)).isInstanceOf(UnknownPluginException.class);
        assertThatThrownBy(() -> Corpus.of("agentic", new ListedPlugins(Map.of())))
                .hasMessageContaining("no installed task has an oracle");
    }
}
