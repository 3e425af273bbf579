package @PACKAGE@;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.plugin.Seeds;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;

/** Lets an agent find the number in a box by guessing. Replace this by your task. */
@Plugin(value = "@ID@", summary = "Find the number in a box by guessing, told each time whether it is higher.")
public final class @CLASS@ implements Task<@CLASS@.Options> {

    private static final int DEFAULT_COUNT = 60;

    /**
     * What can be chosen; 'jackknife list tasks @ID@' shows it.
     *
     * @param highest the largest number that a box may hold
     */
    public record Options(
            @Option(value = "The largest number that a box may hold.", defaultValue = "100", min = 2, max = 1000000)
                    int highest) {}

    /** Changes whenever samples, texts or scoring do. */
    @Override
    public String version() {
        return "1";
    }

    @Override
    public String capability() {
        return "search";
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public List<Sample> samples(Options options, Split split, int count) {
        return IntStream.range(0, count == 0 ? DEFAULT_COUNT : count)
                .mapToObj(number -> sample(options, "%s/%04d".formatted(split, number)))
                .toList();
    }

    /** Every random choice comes from the sample's id, so that all machines have the same samples. */
    private static Sample sample(Options options, String id) {
        int secret = 1 + new Random(Seeds.of("@ID@", id)).nextInt(options.highest());
        String goal = "Find the number in box %s, between 1 and %d.".formatted(id, options.highest());
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("secret", secret);
        return new Sample(id, options.highest() <= 10 ? Difficulty.EASY : Difficulty.HARD, id, goal, data);
    }

    @Override
    public Environment open(Options options, Sample sample) {
        return new Box(sample.goal(), secret(sample));
    }

    @Override
    public Optional<Oracle> oracle(Options options) {
        return Optional.of(sample -> {
            ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("number", secret(sample));
            return List.of(new Oracle.OracleStep("", new Action.Call(Box.TOOL, arguments)));
        });
    }

    private static int secret(Sample sample) {
        return sample.data().get("secret").intValue();
    }
}
