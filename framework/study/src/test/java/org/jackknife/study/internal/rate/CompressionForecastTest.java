package org.jackknife.study.internal.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.api.method.MethodCost;
import org.jackknife.gguf.TensorType;
import org.jackknife.study.VariantReport;
import org.jackknife.study.internal.Hashes;
import org.jackknife.study.internal.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionForecastTest {

    private static final MethodCost COST = MethodCost.encoding(TensorType.Q4_K, 3_000_000)
            .plus(MethodCost.visiting(10_000_000))
            .plus(MethodCost.computing(4e9))
            .withMemory(500_000_000);

    /** Round figures for every kind that {@link #COST} has. */
    private static final Map<String, Double> PER_SECOND = Map.of(
            "step", 2.0, "byte", 1e8, "visit", 1e7, "flop", 1e9, "encode Q4_K", 1e6);

    /** 1/2 s of a step, 2 s of bytes, 1 s of looks, 4 s of products, 3 s of encoding. */
    private static final double SECONDS = 10.5;

    @TempDir
    Path store;

    private static MachineRates rates(Set<WorkKind> kinds) {
        Map<WorkKind, Double> rates = new HashMap<>();
        for (WorkKind kind : kinds) {
            if (PER_SECOND.containsKey(kind.toString())) {
                rates.put(kind, PER_SECOND.get(kind.toString()));
            }
        }
        return new MachineRates(rates);
    }

    private CompressionForecast forecast(StepWork step) throws IOException {
        return CompressionForecast.of(List.of(step), CompressionForecastTest::rates, store);
    }

    private static StepWork step(String method, MethodCost cost) {
        return new StepWork(method, cost, 200_000_000);
    }

    /** A compression that took so many times as long as its work says. */
    private void past(String recipe, MethodCost cost, double seconds, long peakMemory, String processor)
            throws IOException {
        VariantReport.Effort effort =
                new VariantReport.Effort(cost, peakMemory, processor, Processor.threads());
        String fingerprint = Hashes.of(recipe + cost + seconds);
        VariantReport report = new VariantReport(
                fingerprint, "m", "", recipe, "test", "", 200_000_000, seconds, List.of(), List.of(), Optional.of(effort));
        Json.MAPPER.writeValue(Files.newOutputStream(store.resolve(fingerprint + ".json")), report);
    }

    @Test
    void timeIsTheSumOfAllWorkAtItsRate() throws IOException {
        StepWork step = step("gptq", COST);
        assertThat(forecast(step).seconds(step)).isEqualTo(SECONDS, within(1e-9));
        assertThat(forecast(step).basis()).isEqualTo("rates measured on this machine");
    }

    @Test
    void whatCannotBeMeasuredIsAssumedAndSaid() throws IOException {
        StepWork step = step("gptq", COST.plus(MethodCost.encoding(TensorType.IQ2_XS, true, 15_000_000)));
        // 15 million weights per second are assumed
        assertThat(forecast(step).seconds(step)).isEqualTo(SECONDS + 1, within(1e-9));
        assertThat(forecast(step).basis()).isEqualTo("rates measured on this machine, but for 1 that are assumed");
    }

    @Test
    void earlierCompressionsOfTheSameMethodCorrectIt() throws IOException {
        StepWork step = step("gptq", COST);
        past("gptq(bits=4)", COST, 2 * SECONDS, 0, Processor.name());
        past("magnitude > wanda", COST, 7 * SECONDS, 0, Processor.name());
        past("gptq(bits=3)", COST, 100 * SECONDS, 0, "another processor");

        assertThat(forecast(step).seconds(step)).isEqualTo(2 * SECONDS, within(1e-9));
        assertThat(forecast(step).basis()).isEqualTo("rates measured on this machine, corrected by 1 earlier step");
    }

    @Test
    void theNearestInSizeCountMost() throws IOException {
        StepWork step = step("gptq", COST);
        // small models, where starting up is most of it
        for (int i = 0; i < 4; i++) {
            MethodCost small = MethodCost.visiting(1000 + i);
            double said = 0.5 + 2 + small.visits() / 1e7;
            past("gptq", small, 30 * said, 0, Processor.name());
        }
        for (double factor : new double[] {1.2, 1.4, 5}) {
            past("gptq", COST, factor * SECONDS, 0, Processor.name());
        }
        assertThat(forecast(step).seconds(step)).as("the middle of the three alike").isEqualTo(1.4 * SECONDS, within(1e-9));
    }

    @Test
    void memoryIsThatOfTheProcessAndOfTheWork() throws IOException {
        StepWork step = step("gptq", COST);
        long said = forecast(step).memory(step);
        // what is alive, as much garbage again, and a process that holds nothing yet
        assertThat(said).isBetween(1_100_000_000L, 1_300_000_000L);

        past("gptq", COST, SECONDS, 3 * said, Processor.name());
        assertThat(forecast(step).memory(step)).isEqualTo(3 * said);
    }

    @Test
    void nothingToMakeNeedsNoRates() throws IOException {
        CompressionForecast.of(
                List.of(),
                kinds -> {
                    throw new AssertionError("nothing is to be measured");
                },
                store);
    }
}
