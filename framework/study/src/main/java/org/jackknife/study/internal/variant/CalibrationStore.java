package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.nio.file.Path;
import org.jackknife.api.method.Method;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Progress;
import org.jackknife.calibration.EngineCalibrator;
import org.jackknife.gguf.Gguf;
import org.jackknife.study.internal.Bound;

/**
 * Knows what earlier calibrations left in a variant store.
 *
 * @param plugins where tasks are found, whose trajectories a corpus may consist of
 */
public record CalibrationStore(VariantStore store, Plugins plugins) {

    /**
     * Whether the channel statistics that a method asks for are there. Loads nothing native.
     *
     * @param source the model that the method would compress
     * @param identity its hash or fingerprint
     */
    public boolean holds(Bound<Method<Record>> method, Path source, String identity) throws IOException {
        EngineCalibrator.Settings settings =
                new EngineCalibrator.Settings(StepCalibration.folder(store), 1, 0, Progress.SILENT);
        try (Gguf gguf = Gguf.open(source);
                StepCalibration calibration = new StepCalibration(method, gguf, identity, settings, plugins)) {
            return calibration.isGathered();
        }
    }
}
