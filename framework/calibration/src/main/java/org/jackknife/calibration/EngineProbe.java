package org.jackknife.calibration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Progress;
import org.jackknife.calibration.internal.run.ModelRun;
import org.jackknife.calibration.internal.run.ProbeModel;
import org.jackknife.gguf.Gguf;

/**
 * Runs a small model of random weights as calibrations run theirs, so that a plan can learn how fast that goes here. Loads
 * native libraries. One thread at a time.
 */
public final class EngineProbe implements AutoCloseable {

    private static final int TOKENS = 256;

    private final Path file;
    private final Gguf gguf;
    private final ModelRun run;
    private final int[] tokens = new int[TOKENS];

    private EngineProbe(Path file, Gguf gguf, ModelRun run) {
        this.file = file;
        this.gguf = gguf;
        this.run = run;
        Arrays.setAll(tokens, i -> i % ProbeModel.VOCABULARY);
    }

    /**
     * Loads the model.
     *
     * @param folder where its file lies until {@link #close}; it must exist
     * @throws org.jackknife.api.method.MethodException if the engine of calibrations is not installed
     */
    public static EngineProbe open(Plugins plugins, Path folder, int threads) throws IOException {
        Path file = Files.createTempFile(folder, "probe", ".gguf");
        try {
            ProbeModel.write(file);
            Gguf gguf = Gguf.open(file);
            try {
                ModelRun run = ModelRun.open(plugins, gguf, new ModelRun.Setup(TOKENS, threads, false));
                return new EngineProbe(file, gguf, run);
            } catch (RuntimeException e) {
                gguf.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Runs the model over some hundred tokens. */
    public void run() {
        run.over(List.of(tokens), Set.of(), activations -> { }, Progress.SILENT);
    }

    /** The floating-point operations of one {@link #run}, as {@link MethodCost#calibration} counts them. */
    public double operations() {
        return MethodCost.gatheringStatistics(ProbeModel.metadata(), ProbeModel.tensors(), TOKENS)
                .calibration()
                .flops();
    }

    @Override
    public void close() throws IOException {
        run.close();
        gguf.close();
        Files.deleteIfExists(file);
    }
}
