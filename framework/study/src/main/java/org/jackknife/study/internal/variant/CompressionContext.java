package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.Progress;
import org.jackknife.api.plugin.Seeds;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorSpec;

/** What one step of a recipe works in: adds the provenance and collects the reports. */
final class CompressionContext implements MethodContext {

    private final Gguf source;
    private final TensorCodec codec;
    private final Path target;
    private final Provenance provenance;
    private final int threads;
    private final Progress progress;
    // methods may report from several threads
    private final List<TensorReport> reports = new CopyOnWriteArrayList<>();
    private boolean created;

    CompressionContext(
            Gguf source, TensorCodec codec, Path target, Provenance provenance, int threads, Progress progress) {
        this.source = source;
        this.codec = codec;
        this.target = target;
        this.provenance = provenance;
        this.threads = threads;
        this.progress = progress;
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
    public GgufWriter create(GgufMetadata metadata, List<TensorSpec> tensors) throws IOException {
        if (created) {
            throw new IllegalStateException("the output of a method is created once, this is the second time");
        }
        created = true;
        return GgufWriter.create(target, provenance.addTo(metadata), tensors);
    }

    @Override
    public void report(TensorReport report) {
        reports.add(report);
    }

    List<TensorReport> reports() {
        return List.copyOf(reports);
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public long seed() {
        return Seeds.of("compress", provenance.fingerprint());
    }

    @Override
    public int threads() {
        return threads;
    }
}
