package org.jackknife.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jackknife.api.calibration.Calibrator;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.Progress;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorSpec;

/**
 * A compression in a test: writes to a given file and remembers what the method reported. One that was interrupted can be
 * gone on with.
 */
public final class RecordedCompression implements MethodContext {

    private final Gguf source;
    private final TensorCodec codec;
    private final Path target;
    private final int threads;
    private final Calibrator calibrator;
    private final List<TensorReport> reports = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> progress = Collections.synchronizedList(new ArrayList<>());
    private List<String> finished = List.of();
    private int reportsLeft = Integer.MAX_VALUE;

    /** Stands for the death of the process. */
    public static final class Interruption extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Interruption() {
            super("interrupted by the test");
        }
    }

    /** A compression that is calibrated on 256 rows of {@linkplain RandomCalibrator random activations}. */
    public RecordedCompression(Gguf source, TensorCodec codec, Path target, int threads) {
        this(source, codec, target, threads, new RandomCalibrator(source, 7, 256));
    }

    public RecordedCompression(Gguf source, TensorCodec codec, Path target, int threads, Calibrator calibrator) {
        this.source = source;
        this.codec = codec;
        this.target = target;
        this.threads = threads;
        this.calibrator = calibrator;
    }

    /** The same, but interrupted by an {@link Interruption} right after that many reports. */
    public RecordedCompression interruptedAfter(int count) {
        reportsLeft = count;
        return this;
    }

    /** Goes on where this one was interrupted. */
    public RecordedCompression resumed() {
        return resumed(calibrator);
    }

    /** Goes on where this one was interrupted, with a calibration that knows nothing of the beginning. */
    public RecordedCompression resumed(Calibrator calibrator) {
        RecordedCompression next = new RecordedCompression(source, codec, target, threads, calibrator);
        next.finished = reports().stream().map(TensorReport::tensor).toList();
        return next;
    }

    /** What the method reported, in order. */
    public List<TensorReport> reports() {
        return List.copyOf(reports);
    }

    /** The values of {@code done} that the method told, in order. */
    public List<Long> progressTold() {
        return List.copyOf(progress);
    }

    @Override
    public Gguf source() {
        return source;
    }

    @Override
    public TensorCodec codec() {
        return codec;
    }

    @Override
    public Calibrator calibrator() {
        return calibrator;
    }

    @Override
    public GgufWriter create(GgufMetadata metadata, List<TensorSpec> tensors) throws IOException {
        GgufWriter writer = finished.isEmpty()
                ? GgufWriter.create(target, metadata, tensors)
                : GgufWriter.resume(target, metadata, tensors, finished)
                        .orElseThrow(() -> new IllegalStateException(
                                "the method declares other metadata or tensors after an interruption"));
        if (reportsLeft != Integer.MAX_VALUE) {
            writer.keepPartial();
        }
        return writer;
    }

    @Override
    public synchronized void report(TensorReport report) {
        if (reportsLeft == 0) {
            throw new Interruption();
        }
        reports.add(report);
        reportsLeft--;
        if (reportsLeft == 0) {
            throw new Interruption();
        }
    }

    @Override
    public Progress progress() {
        return (done, total, what) -> progress.add(done);
    }

    @Override
    public long seed() {
        return 7;
    }

    @Override
    public int threads() {
        return threads;
    }
}
