package org.jackknife.llamacpp.internal;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.engine.Generation;
import org.jackknife.api.engine.GenerationMetadata;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.chat.calls.ParseVerdict;
import org.jackknife.chat.jinja.TemplateException;

/** One request on its way to a response. */
final class ChatTurn {

    private final ChatRequest request;
    private final ChatService.Parts parts;
    private final List<ToolSpecification> tools;
    private final String prompt;
    private final StopSignal signal;

    private ChatTurn(ChatRequest request, ChatService.Parts parts) {
        this.request = request;
        this.parts = parts;
        this.tools = offered(request.parameters());
        this.prompt = render();
        this.signal = new StopSignal(extra(request.parameters()).flatMap(GenerationParameters::timeLimit));
    }

    /**
     * Checks a request and renders its prompt.
     *
     * @throws UnsupportedFeatureException for what the engine cannot do
     * @throws EngineException if the template refuses the conversation
     */
    static ChatTurn of(ChatRequest request, ChatService.Parts parts) {
        ChatService.requireSupported(request.parameters());
        request.messages().forEach(ChatTurn::requireText);
        requireShown(offered(request.parameters()), parts.format());
        return new ChatTurn(request, parts);
    }

    /** A model that never sees the tools cannot call them, and would be blamed for it. */
    private static void requireShown(List<ToolSpecification> tools, ChatFormat format) {
        if (!tools.isEmpty() && !format.showsTools()) {
            throw new UnsupportedFeatureException(("tools are not supported by this model: they do not appear in the prompts "
                    + "of its template (%s); describe them in a message, as text policies do")
                    .formatted(format.choice().reason()));
        }
    }

    private static void requireText(ChatMessage message) {
        if (message instanceof UserMessage user) {
            user.contents().stream()
                    .filter(content -> content.type() != ContentType.TEXT)
                    .findFirst()
                    .ifPresent(content -> {
                        throw new UnsupportedFeatureException("content of type %s is not supported by the llama.cpp engine"
                                .formatted(content.type().name().toLowerCase(Locale.ROOT)));
                    });
        }
    }

    /** With the choice {@code NONE} the model does not even see the tools, so that it cannot call one. */
    private static List<ToolSpecification> offered(ChatRequestParameters parameters) {
        List<ToolSpecification> tools = parameters.toolSpecifications();
        return tools == null || parameters.toolChoice() == ToolChoice.NONE ? List.of() : tools;
    }

    private String render() {
        try {
            return parts.format().choice().template().render(request.messages(), tools, true);
        } catch (TemplateException e) {
            throw new EngineException("the chat template refuses the conversation: " + e.getMessage(), e);
        }
    }

    StopSignal signal() {
        return signal;
    }

    /** Whether text can be told from a tool call only once it is complete. */
    boolean offersTools() {
        return !tools.isEmpty();
    }

    GenerationRequest generation(Consumer<String> sink) {
        ChatRequestParameters parameters = request.parameters();
        int[] ids = parts.model().vocabulary().tokenize(prompt, true);
        int most = parameters.maxOutputTokens() == null ? Integer.MAX_VALUE : parameters.maxOutputTokens();
        List<String> stops = parameters.stopSequences() == null ? List.of() : parameters.stopSequences();
        var limits = new GenerationRequest.Limits(
                most, stops, AnswerGrammar.of(parameters, tools, parts.format().form()));
        return new GenerationRequest(ids, sampling(parameters), limits, signal, sink);
    }

    private static SamplingSettings sampling(ChatRequestParameters parameters) {
        Optional<GenerationParameters> extra = extra(parameters);
        return new SamplingSettings(
                parameters.temperature() == null ? 0 : parameters.temperature(),
                parameters.topK() == null ? 0 : parameters.topK(),
                parameters.topP() == null ? 1 : parameters.topP(),
                extra.flatMap(GenerationParameters::minP).orElse(0.0),
                extra.flatMap(GenerationParameters::seed).orElse(0L));
    }

    private static Optional<GenerationParameters> extra(ChatRequestParameters parameters) {
        return parameters instanceof GenerationParameters generation ? Optional.of(generation) : Optional.empty();
    }

    ChatResponse response(GenerationResult result, String id) {
        ParseVerdict verdict = tools.isEmpty()
                ? new ParseVerdict.Text(result.text())
                : parts.format().form().parser().parse(result.text());
        Generation generation = new Generation(
                prompt, result.text(), recorded(verdict), result.counts(), result.prefillNanos(), result.decodeNanos());
        return ChatResponse.builder()
                .aiMessage(message(verdict, result.text()))
                .metadata(GenerationMetadata.builder()
                        .generation(generation)
                        .id(id)
                        .modelName(parts.name())
                        .tokenUsage(new TokenUsage(result.counts().prompt(), result.counts().generated()))
                        .finishReason(reason(verdict, result.end()))
                        .build())
                .build();
    }

    private ParserVerdict recorded(ParseVerdict verdict) {
        return switch (verdict) {
            case ParseVerdict.Calls calls -> ParserVerdict.call(parts.format().form().parser().name());
            case ParseVerdict.Text text -> ParserVerdict.text();
            case ParseVerdict.Malformed fault -> ParserVerdict.malformed("%s at character %d, expected %s"
                    .formatted(fault.reason(), fault.position(), fault.expected()));
        };
    }

    private AiMessage message(ParseVerdict verdict, String raw) {
        if (!(verdict instanceof ParseVerdict.Calls calls)) {
            return AiMessage.from(raw);
        }
        List<ToolExecutionRequest> requests = new ArrayList<>();
        for (ToolExecutionRequest call : calls.requests()) {
            // unique within the conversation and the same in every run
            String id = "call-%d-%d".formatted(request.messages().size(), requests.size());
            requests.add(call.toBuilder().id(id).build());
        }
        return calls.textBefore().isEmpty() ? AiMessage.from(requests) : AiMessage.from(calls.textBefore(), requests);
    }

    private static FinishReason reason(ParseVerdict verdict, GenerationResult.End end) {
        if (verdict instanceof ParseVerdict.Calls) {
            return FinishReason.TOOL_EXECUTION;
        }
        return switch (end) {
            case MODEL, STOP_SEQUENCE -> FinishReason.STOP;
            case LENGTH -> FinishReason.LENGTH;
            case STOPPED -> FinishReason.OTHER;
        };
    }
}
