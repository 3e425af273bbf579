package org.jackknife.api.method;

import java.io.IOException;
import java.util.List;
import org.jackknife.api.calibration.Calibrator;
import org.jackknife.api.plugin.Progress;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorSpec;
import org.osgi.annotation.versioning.ProviderType;

/** Everything that one compression may touch. */
@ProviderType
public interface MethodContext {

    /** The checked source model; the context closes it. */
    Gguf source();

    /** Encodes and decodes the block formats of ggml. */
    TensorCodec codec();

    /**
     * Gathers what the matrices of the source model see on a corpus.
     *
     * @throws MethodException if this compression has no engine to calibrate with, or the method did not say by
     *     {@link Method#calibration} that it would calibrate
     */
    default Calibrator calibrator() {
        throw new MethodException("this compression has no engine to calibrate with; choose a method that needs no data");
    }

    /**
     * Starts the output file, or goes on with that of an interrupted compression; to be called once. The caller writes
     * every declared tensor and closes the writer. Tensors that were {@linkplain #report reported} before the interruption
     * are there already: {@link GgufWriter#isComplete} tells, they are not to be written again, and
     * {@link GgufWriter#read} gives their bytes back. So what is random must depend on the seed and the tensor's name,
     * never on how many tensors came before.
     *
     * @param metadata the metadata of the result; provenance is added by the context
     * @param tensors the tensors of the result, in file order
     */
    GgufWriter create(GgufMetadata metadata, List<TensorSpec> tensors) throws IOException;

    /**
     * Tells what was done to a tensor, after its last byte was written: from then on, or a moment later, an interruption
     * cannot lose it. A tensor that is copied may be left out; it is copied again then.
     */
    void report(TensorReport report);

    /** Hears how far the compression is. */
    Progress progress();

    /** The seed of every random choice, derived from the variant's fingerprint. */
    long seed();

    /** How many threads the method may keep busy, at least 1. */
    int threads();
}
