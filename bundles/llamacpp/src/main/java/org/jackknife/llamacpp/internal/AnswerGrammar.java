package org.jackknife.llamacpp.internal;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import java.util.List;
import java.util.Optional;
import org.jackknife.chat.calls.ToolCallForm;
import org.jackknife.chat.grammar.GbnfGrammar;
import org.jackknife.chat.grammar.SchemaGrammar;
import org.jackknife.chat.grammar.ToolGrammar;

/** Finds the grammar that a request confines its answer with: valid tool calls, or JSON. */
final class AnswerGrammar {

    private static final JsonRawSchema ANY_OBJECT = JsonRawSchema.from("{\"type\": \"object\"}");

    private AnswerGrammar() {}

    /**
     * The grammar of a request; empty where the answer is free.
     *
     * @param tools the tools the model is shown
     * @throws UnsupportedFeatureException for JSON answers with tools on offer: a grammar would have to allow both
     */
    static Optional<String> of(ChatRequestParameters parameters, List<ToolSpecification> tools, ToolCallForm form) {
        boolean json = asksForJson(parameters.responseFormat());
        if (json && !tools.isEmpty()) {
            throw new UnsupportedFeatureException("a JSON response format together with tools is not supported by the "
                    + "llama.cpp engine; ask for it in the turn after the tools, without offering them");
        }
        if (json) {
            return Optional.of(json(parameters.responseFormat()).text());
        }
        return tools.isEmpty() || parameters.toolChoice() != ToolChoice.REQUIRED
                ? Optional.empty()
                : Optional.of(ToolGrammar.of(tools, form).text());
    }

    private static boolean asksForJson(ResponseFormat format) {
        return format != null && format.type() == ResponseFormatType.JSON;
    }

    private static GbnfGrammar json(ResponseFormat format) {
        return SchemaGrammar.of(format.jsonSchema() == null ? ANY_OBJECT : format.jsonSchema().rootElement());
    }
}
