package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.nio.file.Path;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.plugin.Progress;
import org.jackknife.calibration.EngineCalibrator;
import org.jackknife.calibration.ImportanceMatrix;
import org.jackknife.gguf.Gguf;
import org.jackknife.study.CalibrationReport;
import org.jackknife.study.Machine;

/** Gathers the statistics of a model, unless the store has them; compressions of the same model use them as well. */
public record ModelCalibration(VariantStore store, Plugins plugins, int threads) {

    /**
     * Calibrates.
     *
     * @throws org.jackknife.api.method.MethodException if the corpus cannot be read or is too short
     * @throws IOException if a file cannot be read or written
     */
    public CalibrationReport calibrate(Model model, CalibrationOptions options, Progress progress) throws IOException {
        try (Gguf gguf = Gguf.openChecked(model.file().orElseThrow())) {
            EngineCalibrator.Settings settings = new EngineCalibrator.Settings(
                    StepCalibration.folder(store), threads, Machine.calibrationMemory(gguf.tensorBytes()), progress);
            EngineCalibrator.Subject subject =
                    new EngineCalibrator.Subject(gguf, model.sha256().orElseThrow());
            try (EngineCalibrator calibrator = new EngineCalibrator(subject, settings, plugins)) {
                Path file = calibrator.importanceMatrix(options);
                ImportanceMatrix matrix = ImportanceMatrix.read(file);
                return new CalibrationReport(
                        model.name(),
                        matrix.origin().corpus(),
                        matrix.origin().sequences(),
                        matrix.origin().length(),
                        matrix.entries().size(),
                        file,
                        calibrator.notes());
            }
        }
    }
}
