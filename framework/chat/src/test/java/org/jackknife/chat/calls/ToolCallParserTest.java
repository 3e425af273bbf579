package org.jackknife.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jackknife.chat.ChatTemplates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ToolCallParserTest {

    private static final String ARGUMENTS = "{\"city\":\"Köln\",\"days\":2}";

    /** One text per form that calls weather(city=Köln, days=2) once. */
    static String example(ToolCallForm form) {
        String json = "{\"name\": \"weather\", \"arguments\": {\"city\": \"Köln\", \"days\": 2}}";
        String parameters = json.replace("arguments", "parameters");
        return switch (form) {
            case HERMES, GENERIC -> "<tool_call>\n" + json + "\n</tool_call>";
            case MISTRAL -> "[TOOL_CALLS] [" + json + "]";
            case DEEPSEEK -> "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>weather\n```json\n"
                    + "{\"city\": \"Köln\", \"days\": 2}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>";
            case INTERNLM -> "<|action_start|><|plugin|>\n" + parameters + "<|action_end|>";
            case FUNCTOOLS -> "functools[" + json + "]";
            case PHI -> "<|tool_call|>[" + json + "]<|/tool_call|>";
            case GEMMA -> "```tool_code\nweather(city=\"Köln\", days=2)\n```";
            case PYTHONIC -> "[weather(city='Köln', days=2)]";
            case LLAMA -> parameters;
        };
    }

    @ParameterizedTest
    @EnumSource(ToolCallForm.class)
    void readsOneCall(ToolCallForm form) {
        ParseVerdict.Calls calls = calls(form.parser(), example(form));
        assertThat(calls.requests()).extracting(ToolExecutionRequest::name, ToolExecutionRequest::arguments)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("weather", ARGUMENTS));
        assertThat(calls.textBefore()).isEmpty();
        assertThat(calls.textAfter()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ToolCallForm.class)
    void theGenericParserReadsEveryForm(ToolCallForm form) {
        assertThat(calls(ToolCallForm.GENERIC.parser(), example(form)).requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(ToolCallForm.class)
    void leavesTextAlone(ToolCallForm form) {
        for (String text : List.of("", "It is 7 degrees.", "[1, 2]", "{\"answer\": 42}", "f(x) = x", "functions and tools")) {
            assertThat(form.parser().parse(text)).isEqualTo(new ParseVerdict.Text(text));
        }
    }

    @Test
    void keepsTheTextAroundTheCalls() {
        ParseVerdict.Calls calls = calls(ToolCallForm.HERMES.parser(),
                "Let me look. <tool_call>{\"name\": \"a\"}</tool_call>\n<tool_call>{\"name\": \"b\", \"arguments\": {}}</tool_call> Done.");
        assertThat(calls.requests()).extracting(ToolExecutionRequest::name).containsExactly("a", "b");
        assertThat(calls.textBefore()).isEqualTo("Let me look.");
        assertThat(calls.textAfter()).isEqualTo("Done.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            LLAMA     ¦ <|python_tag|>{"name": "a", "parameters": {}}; {"name": "b", "parameters": {"x": 1}} ¦ 2
            MISTRAL   ¦ [TOOL_CALLS][{"name": "a", "arguments": {}, "id": "abcdefghi"}, {"name": "b"}]       ¦ 2
            PYTHONIC  ¦ [a(), b(x=[1, {'y': None}], z=True)]                                                 ¦ 2
            GEMMA     ¦ ```tool_code print(a(x="1")) b() ```                                                 ¦ 2
            HERMES    ¦ <tool_call>{"name": "a", "arguments": "{\\"x\\": 1}"}                                ¦ 1
            FUNCTOOLS ¦ functools[{"name": "a"}, {"function": {"name": "b", "arguments": {}}}]               ¦ 2
            GENERIC   ¦ Sure: ```json {"name": "a", "arguments": {}} ```                                     ¦ 1
            """)
    void readsTheVariantsOfAForm(ToolCallForm form, String text, int count) {
        assertThat(calls(form.parser(), text).requests()).hasSize(count);
    }

    @Test
    void keepsAnIdThatTheModelWrote() {
        assertThat(calls(ToolCallForm.MISTRAL.parser(), "[TOOL_CALLS][{\"name\": \"a\", \"arguments\": {}, \"id\": \"abcdefghi\"}]")
                .requests().getFirst().id()).isEqualTo("abcdefghi");
    }

    @Test
    void pythonValuesBecomeJson() {
        assertThat(calls(ToolCallForm.PYTHONIC.parser(), "[f(a=True, b=None, c=(1, 2.0), d='it\\'s', e={'k': -1})]").requests().getFirst().arguments())
                .isEqualTo("{\"a\":true,\"b\":null,\"c\":[1,2.0],\"d\":\"it's\",\"e\":{\"k\":-1}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HERMES   | <tool_call>{"name": "a", "arguments": {"x": </tool_call>   | 44
            HERMES   | <tool_call>call a please</tool_call>                       | 11
            HERMES   | <tool_call>{"arguments": {}}</tool_call>                   | 11
            HERMES   | <tool_call>{"name": "a", "arguments": [1]}</tool_call>     | 11
            HERMES   | <tool_call>{"name": "a"} and then                          | 25
            MISTRAL  | [TOOL_CALLS] []                                            | 12
            LLAMA    | {"name": "a", "parameters": {"x": 1}                       | 36
            PYTHONIC | [a(1)]                                                     | 3
            PYTHONIC | [a(x=open('f'))]                                           | 5
            GEMMA    | ```tool_code a(                                            | 15
            DEEPSEEK | <｜tool▁calls▁begin｜>weather                                | 20
            """)
    void saysWhereACallIsMalformed(ToolCallForm form, String text, int position) {
        ParseVerdict verdict = form.parser().parse(text);
        assertThat(verdict).isInstanceOf(ParseVerdict.Malformed.class);
        ParseVerdict.Malformed malformed = (ParseVerdict.Malformed) verdict;
        assertThat(malformed.position()).as("%s", malformed).isEqualTo(position);
        assertThat(malformed.reason()).isNotBlank();
        assertThat(malformed.expected()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(ToolCallForm.class)
    void neverThrowsWhateverTheModelWrites(ToolCallForm form) {
        Random random = new Random(20_000L + form.ordinal());
        List<String> pieces = pieces();
        for (int i = 0; i < 20_000; i++) {
            String text = hostile(random, pieces);
            ParseVerdict verdict = form.parser().parse(text);
            switch (verdict) {
                case ParseVerdict.Calls calls -> assertThat(calls.requests()).isNotEmpty();
                case ParseVerdict.Text same -> assertThat(same.text()).isEqualTo(text);
                case ParseVerdict.Malformed malformed -> assertThat(malformed.position()).isBetween(0, text.length());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ToolCallForm.class)
    void endlessNestingIsMalformedOrText(ToolCallForm form) {
        String example = example(form);
        for (String nested : List.of("[".repeat(100_000), "{\"a\":".repeat(50_000), "[f(a=".repeat(20_000))) {
            assertThat(form.parser().parse(example.substring(0, example.length() / 2) + nested)).isNotInstanceOf(ParseVerdict.Calls.class);
            assertThat(form.parser().parse(nested)).isNotInstanceOf(ParseVerdict.Calls.class);
        }
    }

    private static List<String> pieces() {
        List<String> pieces = new ArrayList<>(List.of("{", "}", "[", "]", "(", ")", "\"", "'", ":", ",", "\\", "\\u", "\n", " ", ";", "```", "```json",
                "\"name\"", "\"arguments\"", "\"parameters\"", "null", "true", "None", "1e999", "-", "x=", "f(", "\uD83D", "\u0000", "é",
                "<tool_call>", "</tool_call>", "<｜tool▁sep｜>", "<｜tool▁call▁begin｜>function", "print(", "{\"name\": \"a\", \"arguments\": {}}"));
        for (ToolCallForm form : ToolCallForm.values()) {
            pieces.add(example(form));
        }
        return pieces;
    }

    private static String hostile(Random random, List<String> pieces) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            String piece = pieces.get(random.nextInt(pieces.size()));
            text.append(random.nextInt(4) == 0 ? piece.substring(0, random.nextInt(piece.length() + 1)) : piece);
        }
        if (!text.isEmpty() && random.nextBoolean()) {
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x3000));
        }
        return text.toString();
    }

    @Test
    void theTemplateGivesTheFormAway() {
        assertThat(ToolCallParser.forTemplate(ChatTemplates.compact().source()).name()).isEqualTo("hermes");
        assertThat(ToolCallParser.forTemplate("{{ '[TOOL_CALLS] [' }}").name()).isEqualTo("mistral");
        assertThat(ToolCallParser.forTemplate("{{ '<｜tool▁calls▁begin｜>' }}").name()).isEqualTo("deepseek");
        assertThat(ToolCallParser.forTemplate("{{ '<|start_header_id|>' }}").name()).isEqualTo("llama");
        assertThat(ToolCallParser.forTemplate("{{ '<start_of_turn>' }}").name()).isEqualTo("gemma");
        assertThat(ToolCallParser.forTemplate(ChatTemplates.chatMl().source()).name()).isEqualTo("generic");
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        assertThat(ToolCallParser.byName("Mistral").name()).isEqualTo("mistral");
        assertThatIllegalArgumentException().isThrownBy(() -> ToolCallParser.byName("xml")).withMessageContaining("hermes").withMessageContaining("xml");
    }

    private static ParseVerdict.Calls calls(ToolCallParser parser, String text) {
        ParseVerdict verdict = parser.parse(text);
        assertThat(verdict).as(text).isInstanceOf(ParseVerdict.Calls.class);
        return (ParseVerdict.Calls) verdict;
    }
}
