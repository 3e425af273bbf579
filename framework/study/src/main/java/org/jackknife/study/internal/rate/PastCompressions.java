package org.jackknife.study.internal.rate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jackknife.api.model.Recipe;
import org.jackknife.study.VariantReport.Effort;
import org.jackknife.study.internal.Json;

/**
 * What earlier compressions of this machine took, as their reports tell: corrects what is foretold for later ones.
 *
 * @param steps of all recipes, in no order
 */
record PastCompressions(List<Step> steps) {

    /** The nearest in size tell most: what a small model costs is mostly starting up, and a large one is mostly work. */
    private static final int NEAREST = 3;

    /** A report's name is its fingerprint. */
    private static final String REPORT = "[0-9a-f]{64}\\.json";

    /**
     * One step.
     *
     * @param method the method's id
     */
    record Step(String method, Workload work, double seconds, Effort effort) {}

    /** The parts of a report that matter here. */
    private record Report(String recipe, long bytes, double seconds, Optional<Effort> effort) {}

    /** Reads the reports of a variant store that were made by this processor on as many threads. */
    static PastCompressions of(Path folder, String processor, int threads) throws IOException {
        List<Step> steps = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return new PastCompressions(steps);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(it -> it.getFileName().toString().matches(REPORT)).toList()) {
                Report report = Json.MAPPER.readValue(file.toFile(), Report.class);
                report.effort()
                        .filter(effort -> effort.processor().equals(processor) && effort.threads() == threads)
                        .ifPresent(effort -> steps.add(step(report, effort)));
            }
        }
        return new PastCompressions(steps);
    }

    private static Step step(Report report, Effort effort) {
        String method = Recipe.parse(report.recipe()).steps().getLast().id();
        return new Step(method, Workload.of(effort.cost(), report.bytes()), report.seconds(), effort);
    }

    /** How many steps of a method are known. */
    int count(String method) {
        return (int) steps.stream().filter(step -> step.method().equals(method)).count();
    }

    /**
     * The factor by which steps of a method took longer than their work says: of the three nearest in size, the middle one.
     *
     * @param seconds what the work of the step in question says
     * @return 1 where nothing is known
     */
    double time(String method, double seconds, ToDoubleFunction<Workload> says) {
        return middle(
                steps.stream().filter(step -> step.method().equals(method) && step.seconds() > 0).toList(),
                step -> says.applyAsDouble(step.work()),
                step -> step.seconds(),
                seconds);
    }

    /** As {@link #time}, for the memory at the peak. */
    double memory(String method, double bytes, ToDoubleFunction<Effort> says) {
        return middle(
                steps.stream()
                        .filter(step -> step.method().equals(method) && step.effort().peakMemory() > 0)
                        .toList(),
                step -> says.applyAsDouble(step.effort()),
                step -> step.effort().peakMemory(),
                bytes);
    }

    private static double middle(
            List<Step> known, ToDoubleFunction<Step> foretold, ToDoubleFunction<Step> actual, double wanted) {
        List<Double> factors = known.stream()
                .filter(step -> foretold.applyAsDouble(step) > 0)
                .sorted(Comparator.comparingDouble(step -> Math.abs(Math.log(foretold.applyAsDouble(step) / wanted))))
                .limit(NEAREST)
                .map(step -> actual.applyAsDouble(step) / foretold.applyAsDouble(step))
                .sorted()
                .toList();
        return factors.isEmpty() ? 1 : factors.get(factors.size() / 2);
    }
}
