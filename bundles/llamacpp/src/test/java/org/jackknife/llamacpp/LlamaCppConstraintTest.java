package org.jackknife.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.GenerationMetadata;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.llamacpp.internal.Trial;
import org.jackknife.llamacpp.internal.Variants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Answers confined by grammars: whatever a model knows, the form is right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlamaCppConstraintTest {

    private static final JsonObjectSchema LAMP = JsonObjectSchema.builder()
            .addProperty("colour", JsonEnumSchema.builder().enumValues("red", "green").build())
            .addIntegerProperty("code")
            .required("colour", "code")
            .build();
    private static final ToolSpecification SWITCH =
            ToolSpecification.builder().name("switch_lamp").description("Switches a lamp.").parameters(LAMP).build();
    private static final ToolSpecification DIM =
            ToolSpecification.builder().name("dim_lamp").description("Dims a lamp.").parameters(LAMP).build();

    private LlamaCppChatModel model;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        model = LlamaCppChatModel.builder().modelPath(Variants.withTools(folder.resolve("trial.gguf"))).build();
    }

    @AfterAll
    void close() {
        if (model != null) {
            model.close();
        }
    }

    private static ChatRequest.Builder ask() {
        return ChatRequest.builder().messages(UserMessage.from("Switch the red lamp, its code is 4711."));
    }

    private static ResponseFormat json() {
        JsonSchema schema = JsonSchema.builder().name("Lamp").rootElement(LAMP).build();
        return ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(schema).build();
    }

    @Test
    void aRequiredToolCallIsAValidCallOfAToolOnOffer() throws Exception {
        for (double temperature : new double[] {0, 1.5}) {
            ChatResponse response = model.chat(ask()
                    .parameters(GenerationParameters.builder()
                            .toolSpecifications(List.of(SWITCH, DIM))
                            .toolChoice(ToolChoice.REQUIRED)
                            .temperature(temperature)
                            // this model would go on calling
                            .stopSequences(List.of("\n<tool_call>"))
                            .build())
                    .build());
            assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
            assertThat(GenerationMetadata.of(response).orElseThrow().verdict().kind()).isEqualTo(ParserVerdict.Kind.CALL);
            ToolExecutionRequest call = response.aiMessage().toolExecutionRequests().getFirst();
            assertThat(call.name()).isIn("switch_lamp", "dim_lamp");
            assertThat(call.id()).isEqualTo("call-1-0");
            assertLamp(call.arguments());
        }
    }

    @Test
    void aJsonSchemaIsKept() throws Exception {
        assertLamp(model.chat(ask().responseFormat(json()).build()).aiMessage().text());
    }

    @Test
    void toolsTogetherWithAJsonAnswerAreRefused() {
        ChatRequest request = ask().responseFormat(json()).toolSpecifications(SWITCH).build();
        assertThatThrownBy(() -> model.chat(request))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("tools");
    }

    @Test
    void toolsAreRefusedWhereTheTemplateDoesNotShowThem() {
        try (LlamaCppChatModel plain = LlamaCppChatModel.builder().modelPath(Trial.model()).build()) {
            assertThatThrownBy(() -> plain.chat(ask().toolSpecifications(SWITCH).build()))
                    .isInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("tools are not supported");
        }
    }

    @Test
    void theChoiceNoneHidesTheTools() {
        ChatRequest with = ask().toolSpecifications(SWITCH).toolChoice(ToolChoice.NONE).build();
        String prompt = GenerationMetadata.of(model.chat(with)).orElseThrow().renderedPrompt();
        assertThat(prompt).isEqualTo(GenerationMetadata.of(model.chat(ask().build())).orElseThrow().renderedPrompt());
    }

    private static void assertLamp(String text) throws Exception {
        JsonNode lamp = new ObjectMapper().readTree(text);
        assertThat(lamp.properties().stream().map(Map.Entry::getKey)).containsExactly("colour", "code");
        assertThat(lamp.get("colour").asText()).isIn("red", "green");
        assertThat(lamp.get("code").isIntegralNumber()).isTrue();
    }
}
