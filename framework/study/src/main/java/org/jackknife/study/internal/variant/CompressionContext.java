package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.calibration.Calibrator;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.Progress;
import org.jackknife.api.plugin.Seeds;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorSpec;

/** What one step of a recipe works in: adds the provenance, and makes finished tensors safe. */
final class CompressionContext implements MethodContext, AutoCloseable {

    private final Gguf source;
    private final TensorCodec codec;
    private final UnfinishedVariant variant;
    private final Provenance provenance;
    private final Work work;
    private final StepCalibration calibration;
    private final long start = System.nanoTime();
    private double secondsBefore;
    private Checkpointer checkpointer;

    /**
     * How the work is done.
     *
     * @param threads how many the method may keep busy
     * @param progress hears how far it is
     */
    record Work(int threads, Progress progress) {}

    /**
     * What the step works on.
     *
     * @param source the checked model
     * @param variant what an earlier attempt left; this one goes on with it
     * @param provenance of the result
     */
    record Files(Gguf source, UnfinishedVariant variant, Provenance provenance) {}

    CompressionContext(Files files, TensorCodec codec, Work work, StepCalibration calibration) {
        this.source = files.source();
        this.codec = codec;
        this.variant = files.variant();
        this.provenance = files.provenance();
        this.work = work;
        this.calibration = calibration;
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
        return calibration.calibrator();
    }

    @Override
    public GgufWriter create(GgufMetadata metadata, List<TensorSpec> tensors) throws IOException {
        if (checkpointer != null) {
            throw new IllegalStateException("the output of a method is created once, this is the second time");
        }
        CheckpointLog log = variant.log();
        GgufMetadata complete = provenance.addTo(metadata);
        List<String> finished = log.tensors().stream().map(TensorReport::tensor).toList();
        Optional<GgufWriter> unfinished = GgufWriter.resume(variant.file(), complete, tensors, finished);
        GgufWriter writer = unfinished.isPresent() ? unfinished.get() : anew(complete, tensors);
        writer.keepPartial();
        secondsBefore = log.seconds();
        checkpointer = new Checkpointer(writer, log);
        return writer;
    }

    private GgufWriter anew(GgufMetadata metadata, List<TensorSpec> tensors) throws IOException {
        // first, or a crash between the two would leave lines about tensors of a file that is gone
        variant.log().clear();
        return GgufWriter.create(variant.file(), metadata, tensors);
    }

    @Override
    public void report(TensorReport report) {
        if (checkpointer == null) {
            throw new IllegalStateException("tensor %s is reported before the output is created".formatted(report.tensor()));
        }
        checkpointer.add(CheckpointLog.Entry.of(seconds(), report));
    }

    /** How long the step has worked, earlier attempts as far as they count included. */
    private double seconds() {
        return secondsBefore + (System.nanoTime() - start) / 1e9;
    }

    /** Remembers that the whole file is there. */
    void finish() throws IOException {
        close();
        variant.log().append(List.of(CheckpointLog.Entry.last(seconds(), calibration.notes())));
    }

    @Override
    public Progress progress() {
        return work.progress();
    }

    @Override
    public long seed() {
        return Seeds.of("compress", provenance.fingerprint());
    }

    @Override
    public int threads() {
        return work.threads();
    }

    /** Makes the last finished tensors safe. */
    @Override
    public void close() throws IOException {
        if (checkpointer != null) {
            checkpointer.close();
        }
    }
}
