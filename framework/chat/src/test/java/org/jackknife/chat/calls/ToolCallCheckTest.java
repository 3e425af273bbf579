package org.jackknife.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolCallCheckTest {

    private static final ToolSpecification TOOL = ToolSpecification.builder()
            .name("weather")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .addIntegerProperty("days")
                    .addEnumProperty("unit", List.of("c", "f"))
                    .addProperty("points", JsonArraySchema.builder().items(new JsonNumberSchema()).build())
                    .addProperty("tree", JsonReferenceSchema.builder().reference("node").build())
                    .definitions(java.util.Map.of("node", JsonObjectSchema.builder()
                            .addProperty("next", JsonReferenceSchema.builder().reference("node").build()).build()))
                    .required("city")
                    .build())
            .build();
    private final ToolCallCheck check = new ToolCallCheck(List.of(TOOL, ToolSpecification.builder().name("now").build()));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            weather | {"city": "x"}                                    |
            weather | {"city": "x", "days": 3.0, "unit": "c"}          |
            weather | {"city": "x", "points": [1, 2.5]}                |
            weather | {"city": "x", "tree": {"next": {"next": {}}}}    |
            now     | {}                                               |
            now     | ''                                               |
            wether  | {"city": "x"}                                    | UNKNOWN_TOOL
            weather | {}                                               | MISSING_ARGUMENT city
            weather | {"city": 3}                                      | WRONG_TYPE city
            weather | {"city": "x", "days": 2.5}                       | WRONG_TYPE days
            weather | {"city": "x", "unit": "k"}                       | WRONG_TYPE unit
            weather | {"city": "x", "points": [1, "2"]}                | WRONG_TYPE points[1]
            weather | {"city": "x", "town": "y"}                       | UNKNOWN_ARGUMENT town
            weather | {"city": "x", "tree": {"next": {"left": 1}}}     | UNKNOWN_ARGUMENT tree.next.left
            weather | [1]                                              | WRONG_TYPE
            weather | nonsense                                         | WRONG_TYPE
            now     | {"when": 1}                                      | UNKNOWN_ARGUMENT when
            """)
    void findsWhatDoesNotFit(String tool, String arguments, String expected) {
        List<CallFinding> findings = check.findings(ToolExecutionRequest.builder().name(tool).arguments(arguments).build());
        assertThat(findings).extracting(finding -> (finding.kind() + " " + finding.argument()).strip())
                .isEqualTo(expected == null ? List.of() : List.of(expected));
        assertThat(findings).allSatisfy(finding -> assertThat(finding.message()).contains(tool));
    }

    @Test
    void theMessageSaysWhatIsAllowed() {
        assertThat(check.findings(ToolExecutionRequest.builder().name("weather").arguments("{\"city\": \"x\", \"unit\": \"k\"}").build()))
                .extracting(CallFinding::message)
                .containsExactly("the argument 'unit' of 'weather' is \"k\", allowed is one of \"c\", \"f\"");
    }
}
