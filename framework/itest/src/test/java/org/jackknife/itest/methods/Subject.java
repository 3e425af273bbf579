package org.jackknife.itest.methods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.TokenSession;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.model.Model;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.model.RecipeStep;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.plugin.Progress;
import org.jackknife.calibration.EngineCalibrator;
import org.jackknife.gguf.Gguf;
import org.jackknife.llamacpp.LlamaCppEngine;
import org.jackknife.llamacpp.LlamaCppOptions;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.jackknife.testkit.RecordedCompression;

/**
 * One model with texts to calibrate and to measure on, on which methods are tried.
 *
 * @param model the dense model's file
 * @param calibration a text file; methods see it
 * @param heldOut a text file of the same kind; methods do not see it
 * @param length tokens of a sequence
 * @param folder for everything that is made
 */
record Subject(String name, Path model, Path calibration, Path heldOut, int length, Path folder) {

    private static final int MEASURED_SEQUENCES = 6;

    /**
     * What one method did.
     *
     * @param outputError mean over the matrices of the relative error of their outputs on calibration tokens, as the
     *     method reports it; empty where it does not measure
     */
    record Result(String recipe, Optional<Double> outputError, Loss calibration, Loss heldOut) {}

    /** Applies a recipe of one or more steps and measures what it lost. */
    Result apply(String recipe, InstalledPlugins plugins) throws IOException {
        Path source = model;
        List<TensorReport> reports = List.of();
        int number = 0;
        for (RecipeStep step : Recipe.parse(recipe).steps()) {
            Path target = folder.resolve("%s-%d-%d.gguf".formatted(name, recipe.hashCode(), number++));
            reports = compress(source, step, target, plugins);
            source = target;
        }
        try (EngineSession dense = open(model);
                EngineSession compressed = open(source)) {
            return new Result(recipe, outputError(reports), loss(dense, compressed, calibration), loss(dense, compressed, heldOut));
        }
    }

    private List<TensorReport> compress(Path from, RecipeStep step, Path target, InstalledPlugins plugins)
            throws IOException {
        try (Gguf source = Gguf.open(from);
                EngineCalibrator calibrator = new EngineCalibrator(
                        new EngineCalibrator.Subject(source, from.getFileName().toString()),
                        new EngineCalibrator.Settings(folder.resolve("calibration"), 2, 1L << 30, Progress.SILENT),
                        plugins)) {
            RecordedCompression context =
                    new RecordedCompression(source, new NativeTensorCodec(), target, 2, calibrator);
            run(plugins.get(Method.class, step.id()).service(), step, context);
            return context.reports();
        }
    }

    private <O extends Record> void run(Method<O> method, RecipeStep step, RecordedCompression context)
            throws IOException {
        method.compress(
                OptionSchema.of(method.optionsType()).bind("method " + step.id(), step.arguments()), context);
    }

    private static Optional<Double> outputError(List<TensorReport> reports) {
        List<Double> errors =
                reports.stream().flatMap(report -> report.outputError().stream()).toList();
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(errors.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
    }

    private EngineSession open(Path file) {
        LlamaCppOptions options = LlamaCppOptions.of(Map.of("context", Integer.toString(length), "threads", "2"));
        return new LlamaCppEngine().open(Model.ofFile(name, file, "0"), options);
    }

    private Loss loss(EngineSession dense, EngineSession compressed, Path text) throws IOException {
        TokenSession reader = dense.tokens().orElseThrow();
        int[] tokens = reader.tokenize(Files.readString(text), true);
        List<int[]> sequences = new ArrayList<>();
        for (int i = 0; i < MEASURED_SEQUENCES && (i + 1) * length <= tokens.length; i++) {
            sequences.add(Arrays.copyOfRange(tokens, i * length, (i + 1) * length));
        }
        return Loss.between(reader, compressed.tokens().orElseThrow(), sequences);
    }
}
