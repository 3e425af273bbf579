package org.jackknife.toolquery.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.api.environment.Action;
import org.jackknife.api.task.Oracle.OracleStep;
import org.jackknife.api.task.Sample;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.toolquery.internal.generate.Domain;
import org.jackknife.toolquery.internal.generate.Walk;
import org.jackknife.toolquery.internal.tool.Arguments;

/** Writes and reads the data of samples: tool set, world, subgoals, reference answer, solution. */
public final class SampleData {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            // a world from a user's file that lacks something is refused when it is opened, not when it is asked
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private SampleData() {}

    /** The data of a generated sample. */
    public static ObjectNode of(Domain<?> domain, Record world, Walk walk) {
        ObjectNode data = of(domain, MAPPER.valueToTree(world), PythonLiteral.toJson(walk.subgoals()), PythonLiteral.toJson(walk.answer()));
        ArrayNode solution = data.putArray("solution");
        walk.steps().forEach(step -> solution.add(write(step)));
        return data;
    }

    /** The data of a sample that comes with no solution. */
    public static ObjectNode of(Domain<?> domain, JsonNode world, JsonNode subgoals, JsonNode answer) {
        ObjectNode data = MAPPER.createObjectNode();
        data.put("tool", domain.name());
        data.set("answer", answer);
        data.set("subgoals", subgoals);
        data.set("world", world);
        return data;
    }

    private static ObjectNode write(OracleStep step) {
        Action.Call call = (Action.Call) step.action();
        return MAPPER.createObjectNode()
                .put("say", step.say())
                .put("tool", call.tool())
                .set("arguments", call.arguments());
    }

    /** The arguments of a call as tools take them. */
    static Arguments arguments(Action.Call call) {
        return new Arguments(call.arguments() == null ? Map.of() : PythonLiteral.fromJson(call.arguments()));
    }

    /** The tool set of a sample. */
    public static Domain<?> domain(Sample sample) {
        return Domain.named(sample.data().path("tool").asText());
    }

    /** The subgoals of a sample as values. */
    public static List<Object> subgoals(Sample sample) {
        List<Object> subgoals = new ArrayList<>();
        sample.data().path("subgoals").forEach(subgoal -> subgoals.add(PythonLiteral.fromJson(subgoal)));
        return subgoals;
    }

    /** The world of a sample. */
    public static <W> W world(Sample sample, Class<W> type) {
        return MAPPER.convertValue(sample.data().path("world"), type);
    }

    /** The solution of a generated sample. */
    public static List<OracleStep> solution(Sample sample) {
        List<OracleStep> steps = new ArrayList<>();
        for (JsonNode step : sample.data().path("solution")) {
            Action call = new Action.Call(step.path("tool").asText(), (ObjectNode) step.path("arguments"));
            steps.add(new OracleStep(step.path("say").asText(), call));
        }
        return steps;
    }
}
