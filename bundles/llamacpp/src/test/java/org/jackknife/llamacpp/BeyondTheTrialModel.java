package org.jackknife.llamacpp;

import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Switches off the cases of LangChain4j's kits that ask for knowledge or skill that the trial model does not have. */
final class BeyondTheTrialModel implements ExecutionCondition {

    private static final String KNOWLEDGE = "the trial model knows no capital cities and no German";
    private static final String OTHER_TOOLS = "the trial model calls the tools of its toy worlds only";
    private static final String BERLIN = "the value has to be Berlin; see LlamaCppConstraintTest for the form";
    private static final String MUNICH = "the argument has to be Munich; see LlamaCppConstraintTest for the form";
    private static final String REPEATING = "the trial model does not say what it is told to; see GeneratorTest";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("should_respect_user_message", KNOWLEDGE),
            Map.entry("should_respect_system_message", KNOWLEDGE),
            Map.entry("should_respect_multiple_messages", "the trial model does not remember colours"),
            Map.entry("should_execute_a_tool_then_answer", OTHER_TOOLS),
            Map.entry("should_execute_a_tool_without_arguments_then_answer", OTHER_TOOLS),
            Map.entry("should_execute_multiple_tools_in_parallel_then_answer", OTHER_TOOLS),
            Map.entry("should_respect_stopSequences_in_chat_request", REPEATING),
            Map.entry("should_respect_stopSequences_in_default_model_parameters", REPEATING),
            Map.entry("should_respect_JSON_response_format", BERLIN),
            Map.entry("should_respect_JSON_response_format_with_schema", BERLIN),
            Map.entry("should_respect_JsonRawSchema_responseFormat", BERLIN),
            Map.entry("should_force_LLM_to_execute_any_tool", MUNICH),
            Map.entry("should_force_LLM_to_execute_specific_tool", MUNICH));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod()
                .map(Method::getName)
                .map(REASONS::get)
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("within what the trial model can do"));
    }
}
