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

/** A compression in a test: writes to a given file and remembers what the method reported. */
public final class RecordedCompression implements MethodContext {

    private final Gguf source;
    private final TensorCodec codec;
    private final Path target;
    private final int threads;
    private final Calibrator calibrator;
    private final List<TensorReport> reports = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> progress = Collections.synchronizedList(new ArrayList<>());

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
        return GgufWriter.create(target, metadata, tensors);
    }

    @Override
    public void report(TensorReport report) {
        reports.add(report);
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
