package @PACKAGE@;

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

/** A world with one number in it; understands calls of its tool, and the same in words. */
final class Box implements Environment {

    static final String TOOL = "guess";

    private static final Pattern WORDS = Pattern.compile("guess (-?\\d{1,9})");

    private final String goal;
    private final int secret;
    private double progress;

    Box(String goal, int secret) {
        this.goal = goal;
        this.secret = secret;
    }

    @Override
    public Briefing reset() {
        return new Briefing(
                "You find numbers.",
                "Each guess is answered with higher or lower.",
                "Write: guess N",
                List.of(),
                goal,
                List.of(),
                "The box is closed.");
    }

    /** Whatever a model may say is answered; nothing that it says makes the world fail. */
    @Override
    public Feedback act(Action action) {
        return switch (action) {
            case Action.Text(String text) -> {
                Matcher words = WORDS.matcher(text.strip());
                yield words.matches() ? guess(Integer.parseInt(words.group(1))) : invalid("Say: guess N");
            }
            case Action.Call(String tool, var arguments) -> {
                JsonNode number = arguments.get("number");
                boolean understood = tool.equals(TOOL) && number != null && number.isInt();
                yield understood ? guess(number.intValue()) : invalid("Call guess with an integer 'number'.");
            }
        };
    }

    @Override
    public List<ToolSpecification> tools() {
        JsonObjectSchema parameters =
                JsonObjectSchema.builder().addIntegerProperty("number").required("number").build();
        return List.of(ToolSpecification.builder()
                .name(TOOL)
                .description("Guesses the number in the box.")
                .parameters(parameters)
                .build());
    }

    private Feedback guess(int number) {
        if (number == secret) {
            progress = 1;
            return new Feedback("That is the number.", true, progress, true, true);
        }
        String answer = number < secret ? "The number is higher." : "The number is lower.";
        return new Feedback(answer, true, progress, false, false);
    }

    private Feedback invalid(String observation) {
        return Feedback.invalid(observation, progress);
    }
}
