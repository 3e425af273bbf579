package org.jackknife.chat.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.chat.calls.CallFinding.Kind;
import org.jackknife.chat.internal.JsonSchemas;

/** Checks calls against the tools on offer. Immutable and safe for use by several threads. */
public final class ToolCallCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Map<String, Object>> schemas = new LinkedHashMap<>();

    /** @param tools the tools on offer, with distinct names */
    public ToolCallCheck(List<ToolSpecification> tools) {
        tools.forEach(tool -> schemas.put(tool.name(), JsonSchemas.ofArguments(tool)));
    }

    /** Everything that does not fit, in the order it stands in the call; empty if the call is right. */
    public List<CallFinding> findings(ToolExecutionRequest call) {
        Map<String, Object> schema = schemas.get(call.name());
        if (schema == null) {
            return List.of(new CallFinding(Kind.UNKNOWN_TOOL, call.name(), "",
                    "there is no tool '" + call.name() + "'; the tools are " + String.join(", ", schemas.keySet())));
        }
        SchemaCheck check = new SchemaCheck(call.name(), schema);
        try {
            JsonNode arguments = JSON.readTree(call.arguments() == null || call.arguments().isBlank() ? "{}" : call.arguments());
            return check.findings(arguments);
        } catch (JsonProcessingException notJson) {
            return List.of(new CallFinding(Kind.WRONG_TYPE, call.name(), "",
                    "the arguments of '" + call.name() + "' are not JSON: " + notJson.getOriginalMessage()));
        }
    }

    /** The findings of several calls, call by call. */
    public List<CallFinding> findings(List<ToolExecutionRequest> calls) {
        List<CallFinding> findings = new ArrayList<>();
        calls.forEach(call -> findings.addAll(findings(call)));
        return findings;
    }
}
