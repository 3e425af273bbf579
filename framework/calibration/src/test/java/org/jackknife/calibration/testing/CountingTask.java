package org.jackknife.calibration.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.plugin.NoOptions;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Oracle.OracleStep;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.jackknife.testkit.CounterWorld;

/**
 * Counts to a number that rises from sample to sample, in one step.
 *
 * @param version as a task has it
 * @param most samples there are, as if they came from a file
 * @param solved whether there is an oracle
 */
public record CountingTask(String version, int most, boolean solved) implements Task<NoOptions> {

    @Override
    public Class<NoOptions> optionsType() {
        return NoOptions.class;
    }

    @Override
    public String capability() {
        return "counting";
    }

    @Override
    public List<Sample> samples(NoOptions options, Split split, int count) {
        return IntStream.range(0, Math.min(count, most))
                .mapToObj(i -> new Sample(
                        split + "/" + i, Difficulty.EASY, "c", "Count.", JsonNodeFactory.instance.numberNode(i + 1)))
                .toList();
    }

    @Override
    public Environment open(NoOptions options, Sample sample) {
        return new CounterWorld(sample.data().intValue());
    }

    @Override
    public Optional<Oracle> oracle(NoOptions options) {
        return solved ? Optional.of(sample -> List.of(step(sample.data().intValue()))) : Optional.empty();
    }

    private static OracleStep step(int amount) {
        return new OracleStep(
                "I add.", new Action.Call("add", JsonNodeFactory.instance.objectNode().put("amount", amount)));
    }
}
