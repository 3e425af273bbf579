package org.jackknife.chat.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.List;
import java.util.Map;
import org.jackknife.chat.calls.ParseVerdict;
import org.jackknife.chat.calls.ToolCallCheck;
import org.jackknife.chat.calls.ToolCallForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaGrammarTest {

    private static final JsonObjectSchema PLACE = JsonObjectSchema.builder()
            .addStringProperty("city")
            .addIntegerProperty("days")
            .addEnumProperty("unit", List.of("c", "f"))
            .required("days")
            .build();

    @Test
    void anObjectHasItsPropertiesInOrderAndMayLeaveOutOptionalOnes() {
        check(PLACE,
                List.of("{\"city\": \"a\\\"b\\u00e9\", \"days\": -3, \"unit\": \"c\"}", "{\"days\":0}", "{ \"city\":\"\",\"days\":12 }", "{\"days\": 1, \"unit\": \"f\"}"),
                List.of("{}", "{\"city\": \"x\"}", "{\"days\": 1, \"city\": \"x\"}", "{\"days\": 01}", "{\"days\": 1.5}", "{\"days\": 1,}",
                        "{\"days\": 1, \"unit\": \"k\"}", "{\"days\": 1, \"more\": 2}", "{\"days\": 1", "{,\"days\": 1}"));
    }

    @Test
    void allOptionalProperties() {
        check(JsonObjectSchema.builder().addStringProperty("a").addBooleanProperty("b").addNumberProperty("c").build(),
                List.of("{}", "{\"a\":\"\"}", "{\"b\":true}", "{\"a\":\"x\",\"c\":1.5e-3}", "{\"b\":false,\"c\":-0.5}"),
                List.of("{\"c\":1,\"a\":\"\"}", "{\"b\":True}", "{\"a\":\"\"\"b\":true}"));
    }

    @Test
    void listsAlternativesAndNull() {
        check(JsonArraySchema.builder().items(JsonAnyOfSchema.builder().anyOf(new JsonIntegerSchema(), new JsonNullSchema(), PLACE).build()).build(),
                List.of("[]", "[1, null, {\"days\": 2}]"), List.of("[1,]", "[\"1\"]", "[1 2]", "null"));
    }

    @Test
    void aReferenceMayPointBackAtItself() {
        JsonSchemaElement node = JsonObjectSchema.builder().addIntegerProperty("value")
                .addProperty("next", JsonReferenceSchema.builder().reference("node").build()).required("value").build();
        check(JsonObjectSchema.builder().addProperty("head", JsonReferenceSchema.builder().reference("node").build())
                        .definitions(Map.of("node", node)).required("head").build(),
                List.of("{\"head\": {\"value\": 1, \"next\": {\"value\": 2}}}"), List.of("{\"head\": {\"next\": {\"value\": 2}}}", "{}"));
    }

    @Test
    void rawSchemas() {
        check(JsonRawSchema.from("{\"type\": [\"integer\", \"null\"]}"), List.of("3", "null"), List.of("\"3\""));
        check(JsonRawSchema.from("{\"const\": {\"a\": 1}}"), List.of("{\"a\":1}"), List.of("{\"a\":2}"));
        check(JsonRawSchema.from("{\"type\": \"array\", \"minItems\": 2, \"maxItems\": 3, \"items\": {\"type\": \"integer\"}}"),
                List.of("[1,2]", "[1,2,3]"), List.of("[1]", "[1,2,3,4]", "[]"));
        check(JsonRawSchema.from("{}"), List.of("{\"a\": [1, \"x\", null, {}]}", "true"), List.of("{a: 1}", ""));
    }

    @Test
    void controlCharactersNeverStandInAString() {
        check(new JsonStringSchema(), List.of("\"\\n\"", "\"😀\""), List.of("\"\n\"", "\"\u0001\"", "\"\\x\"", "\"open"));
    }

    @Test
    void anUnknownPartIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> SchemaGrammar.of(JsonRawSchema.from("{\"type\": \"date\"}"))).withMessageContaining("date");
        assertThatIllegalArgumentException().isThrownBy(() -> SchemaGrammar.of(JsonReferenceSchema.builder().reference("x").build())).withMessageContaining("x");
    }

    @ParameterizedTest
    @EnumSource(ToolCallForm.class)
    void aToolGrammarProducesCallsThatItsParserReadsAndTheCheckAccepts(ToolCallForm form) {
        List<ToolSpecification> tools = List.of(
                ToolSpecification.builder().name("weather").parameters(PLACE).build(),
                ToolSpecification.builder().name("now_here").build());
        GbnfGrammar grammar = ToolGrammar.of(tools, form);
        String json = "{\"name\": \"weather\", \"arguments\": {\"city\": \"K\", \"days\": 2}}";
        String parameters = json.replace("arguments", "parameters");
        String right = switch (form) {
            case HERMES, GENERIC -> "<tool_call>\n" + json + "\n</tool_call>\n<tool_call>{\"name\": \"now_here\", \"arguments\": {}}</tool_call>";
            case MISTRAL -> "[TOOL_CALLS] [" + json + ", " + json + "]";
            case FUNCTOOLS -> "functools[" + json + "]";
            case PHI -> "<|tool_call|>[" + json + "]<|/tool_call|>";
            case INTERNLM -> "<|action_start|><|plugin|>\n" + parameters + "<|action_end|>";
            case LLAMA -> parameters;
            case PYTHONIC -> "[weather(city=\"K\", days=2), now_here()]";
            case GEMMA -> "```tool_code\nweather(days=2)\nnow_here()\n```";
            case DEEPSEEK -> "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>weather\n```json\n{\"days\": 2}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>";
        };
        assertThat(grammar.matches(right)).as("%s produces %s", grammar, right).isTrue();
        for (String wrong : List.of(right.replace("weather", "whether"), right.replace("days", "day"), right.replace("2", "\"2\""), right + "x", "Hello")) {
            assertThat(grammar.matches(wrong)).as(wrong).isFalse();
        }
        assertThat(form.parser().parse(right)).isInstanceOfSatisfying(ParseVerdict.Calls.class, calls -> {
            assertThat(calls.requests()).extracting(ToolExecutionRequest::name).contains("weather");
            assertThat(new ToolCallCheck(tools).findings(calls.requests())).isEmpty();
        });
    }

    private static void check(JsonSchemaElement schema, List<String> produced, List<String> refused) {
        GbnfGrammar grammar = SchemaGrammar.of(schema);
        produced.forEach(text -> assertThat(grammar.matches(text)).as("%s in%n%s", text, grammar).isTrue());
        refused.forEach(text -> assertThat(grammar.matches(text)).as("%s in%n%s", text, grammar).isFalse());
    }
}
