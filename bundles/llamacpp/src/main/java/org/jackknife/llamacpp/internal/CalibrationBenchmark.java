package org.jackknife.llamacpp.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Progress;
import org.jackknife.api.plugin.Rounds;
import org.jackknife.calibration.EngineCalibrator;
import org.jackknife.gguf.Gguf;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;

/**
 * Measures calibration against plain evaluation of as many tokens, and what Gram matrices add against bare products of
 * the same shapes. Everything runs in turn, on all processors, and the median round counts; loading a model and
 * tokenising is not counted.
 */
public final class CalibrationBenchmark {

    private static final int LENGTH = 1024;
    private static final int BATCH = 512;

    /** So much that no model measured here needs a second run. */
    private static final long MEMORY = 4L << 30;

    private final Path file;
    private final Path folder;
    private final Plugins plugins;
    private final int samples;
    private final int threads = Runtime.getRuntime().availableProcessors();

    /**
     * A benchmark of one model.
     *
     * @param folder for files that are not needed afterwards
     * @param samples sequences in a round
     */
    public CalibrationBenchmark(Path file, Path folder, Plugins plugins, int samples) {
        this.file = file;
        this.folder = folder;
        this.plugins = plugins;
        this.samples = samples;
    }

    /**
     * Costs.
     *
     * @param tokensPerSecond of plain evaluation
     * @param statistics time with statistics over plain time
     * @param statisticsProcessor the same by processor time
     * @param grams time with Gram matrices over plain time
     * @param added what Gram matrices add over the time of bare products
     * @param addedProcessor the same by processor time
     */
    public record Costs(
            double tokensPerSecond,
            double statistics,
            double statisticsProcessor,
            double grams,
            double added,
            double addedProcessor) {}

    /** Wall and processor time of one piece of work. */
    private record Time(double nanos, double processorNanos) {

        static Time since(long start, long processorStart) {
            return new Time(System.nanoTime() - start, Rounds.processorNanos() - processorStart);
        }

        static Time median(List<Time> times) {
            return new Time(
                    Rounds.median(times.stream().map(Time::nanos).toList()),
                    Rounds.median(times.stream().map(Time::processorNanos).toList()));
        }
    }

    private interface Work {
        Time run() throws IOException;
    }

    /** What is done with a calibrator whose model is not loaded yet. */
    private interface Calibration {
        void with(EngineCalibrator calibrator) throws IOException;
    }

    /** Measures; the first round warms up and does not count. */
    public Costs measure(int rounds) throws IOException {
        Path corpus = Files.writeString(folder.resolve("corpus.txt"), text());
        CalibrationOptions options = new CalibrationOptions(corpus.toString(), samples, LENGTH, 0, false);
        ContextSettings settings = new ContextSettings(LENGTH, BATCH, 1, threads, ContextSettings.Cache.DEFAULT);
        try (NativeModel model = NativeModel.load(NativeLibrary.of(Optional.empty()), file, 0, true);
                NativeContext context = new NativeContext(model, settings);
                Gguf gguf = Gguf.open(file)) {
            List<ProductInput> inputs = inputs(model, settings);
            Set<String> tensors = inputs.stream().map(input -> input.tensors().getFirst()).collect(Collectors.toSet());
            List<Work> works = List.of(
                    () -> plain(context),
                    () -> calibrated(gguf, calibrator -> calibrator.channels(options)),
                    () -> calibrated(gguf, calibrator -> calibrator.grams(options, tensors, input -> {})),
                    () -> products(inputs));
            return costs(medians(rounds, works));
        }
    }

    private static List<Time> medians(int rounds, List<Work> works) throws IOException {
        List<List<Time>> times = works.stream().<List<Time>>map(work -> new ArrayList<>()).toList();
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < works.size(); i++) {
                Time time = works.get(i).run();
                if (round > 0) {
                    times.get(i).add(time);
                }
            }
        }
        return times.stream().map(Time::median).toList();
    }

    private Costs costs(List<Time> times) {
        Time plain = times.get(0);
        Time statistics = times.get(1);
        Time grams = times.get(2);
        Time products = times.get(3);
        return new Costs(
                samples * LENGTH * 1e9 / plain.nanos(),
                statistics.nanos() / plain.nanos(),
                statistics.processorNanos() / plain.processorNanos(),
                grams.nanos() / plain.nanos(),
                (grams.nanos() - plain.nanos()) / products.nanos(),
                (grams.processorNanos() - plain.processorNanos()) / products.processorNanos());
    }

    private static List<ProductInput> inputs(NativeModel model, ContextSettings settings) {
        try (LlamaTokenSession session = new LlamaTokenSession(model, settings)) {
            return session.inputs();
        }
    }

    /** As a prompt is read: only its last token's logits are asked for. */
    private Time plain(NativeContext context) {
        long start = System.nanoTime();
        long processor = Rounds.processorNanos();
        int vocabulary = context.vocabularySize();
        for (int sample = 0; sample < samples; sample++) {
            context.clear();
            for (int from = 0; from < LENGTH; from += BATCH) {
                context.batch().clear();
                for (int i = from; i < from + BATCH; i++) {
                    context.add((i * 31 + sample) % vocabulary, i, 0, i == LENGTH - 1);
                }
                context.decode(StopSignal.NEVER);
            }
        }
        return Time.since(start, processor);
    }

    /** From the first sequence to the end, with a store that holds nothing. */
    private Time calibrated(Gguf gguf, Calibration calibration) throws IOException {
        long[] starts = new long[2];
        Progress progress = (done, total, what) -> {
            if (done == 0) {
                starts[0] = System.nanoTime();
                starts[1] = Rounds.processorNanos();
            }
        };
        Path store = Files.createTempDirectory(folder, "store-");
        EngineCalibrator.Settings settings = new EngineCalibrator.Settings(store, threads, MEMORY, progress);
        try (EngineCalibrator calibrator =
                new EngineCalibrator(new EngineCalibrator.Subject(gguf, "benchmark"), settings, plugins)) {
            calibration.with(calibrator);
            return Time.since(starts[0], starts[1]);
        }
    }

    /** The full product XᵀX of every input, batch by batch: twice the work that a symmetric result takes. */
    private Time products(List<ProductInput> inputs) {
        LinearAlgebra algebra = LinearAlgebra.openBlas(threads);
        try (Arena arena = Arena.ofShared()) {
            SplittableRandom random = new SplittableRandom(3);
            List<FloatMatrix> rows = new ArrayList<>();
            List<FloatMatrix> grams = new ArrayList<>();
            for (ProductInput input : inputs) {
                FloatMatrix matrix = FloatMatrix.allocate(arena, BATCH, input.width());
                for (long i = 0; i < (long) BATCH * input.width(); i++) {
                    matrix.data().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
                }
                rows.add(matrix);
                grams.add(FloatMatrix.allocate(arena, input.width(), input.width()));
            }
            long start = System.nanoTime();
            long processor = Rounds.processorNanos();
            for (int batch = 0; batch < samples * LENGTH / BATCH; batch++) {
                for (int i = 0; i < rows.size(); i++) {
                    algebra.multiply(1, rows.get(i).view().transpose(), rows.get(i).view(), 1, grams.get(i).view());
                }
            }
            return Time.since(start, processor);
        }
    }

    /** More than enough tokens for any vocabulary: random words. */
    private String text() {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder text = new StringBuilder();
        while (text.length() < 16 * samples * LENGTH) {
            for (int i = random.nextInt(2, 9); i > 0; i--) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            text.append(random.nextInt(12) == 0 ? '\n' : ' ');
        }
        return text.toString();
    }
}
