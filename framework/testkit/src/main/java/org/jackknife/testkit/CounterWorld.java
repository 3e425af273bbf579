package org.jackknife.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.Feedback;

/** The smallest world there is: a counter to be brought to a target by adding; understands calls and words. */
public final class CounterWorld implements Environment {

    private static final Pattern WORDS = Pattern.compile("add (\\d{1,6})\\.?");
    private final int target;
    private int value;

    public CounterWorld(int target) {
        this.target = target;
    }

    @Override
    public Briefing reset() {
        value = 0;
        return new Briefing(
                "You count.",
                "Add numbers until the counter shows the target; never go beyond it.",
                "Write: add N",
                List.of(),
                "Bring the counter to " + target + ".",
                List.of(),
                "The counter shows 0.");
    }

    @Override
    public Feedback act(Action action) {
        return switch (action) {
            case Action.Text(String text) -> {
                Matcher words = WORDS.matcher(text.strip());
                yield words.matches() ? add(Integer.parseInt(words.group(1))) : invalid("Say: add N.");
            }
            case Action.Call(String tool, var arguments) -> {
                JsonNode amount = arguments.get("amount");
                yield !tool.equals("add")
                        ? invalid("There is no tool " + tool + ".")
                        : amount == null || !amount.isInt() ? invalid("add needs the integer amount.") : add(amount.intValue());
            }
        };
    }

    @Override
    public List<ToolSpecification> tools() {
        return List.of(ToolSpecification.builder()
                .name("add")
                .description("Adds to the counter.")
                .parameters(JsonObjectSchema.builder()
                        .addIntegerProperty("amount")
                        .required("amount")
                        .build())
                .build());
    }

    private Feedback add(int amount) {
        if (amount <= 0 || amount > target - value) {
            return invalid("Only 1 to %d can be added.".formatted(target - value));
        }
        value += amount;
        boolean done = value == target;
        return new Feedback("The counter shows " + value + ".", true, (double) value / target, done, done);
    }

    private Feedback invalid(String observation) {
        return Feedback.invalid(observation, (double) value / target);
    }
}
