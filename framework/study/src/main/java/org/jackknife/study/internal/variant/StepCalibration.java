package org.jackknife.study.internal.variant;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.calibration.Calibrator;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.calibration.EngineCalibrator;
import org.jackknife.gguf.Gguf;
import org.jackknife.study.internal.Bound;

/** The calibration of one step of a recipe: nothing is loaded before the method asks for it. One thread at a time. */
final class StepCalibration implements AutoCloseable {

    private final Bound<Method<Record>> method;
    private final EngineCalibrator.Subject subject;
    private final EngineCalibrator.Settings settings;
    private final Plugins plugins;
    private Optional<EngineCalibrator> calibrator = Optional.empty();

    /**
     * A step's calibration.
     *
     * @param source what the step begins with
     * @param identity the hash or fingerprint of the source
     */
    StepCalibration(
            Bound<Method<Record>> method, Gguf source, String identity, EngineCalibrator.Settings settings, Plugins plugins) {
        this.method = method;
        this.subject = new EngineCalibrator.Subject(source, identity);
        this.settings = settings;
        this.plugins = plugins;
    }

    /** The folder of a variant store that keeps what calibrations gathered. */
    static Path folder(VariantStore store) {
        return store.folder().resolve("calibration");
    }

    /** @throws MethodException if the method did not say that it would calibrate: its variants would not follow the corpus */
    Calibrator calibrator() {
        if (method.service().calibration(method.options()).isEmpty()) {
            throw new MethodException("method %s calibrates without saying so beforehand; this is a fault of the method"
                    .formatted(method.id()));
        }
        if (calibrator.isEmpty()) {
            calibrator = Optional.of(new EngineCalibrator(subject, settings, plugins));
        }
        return calibrator.get();
    }

    List<String> notes() {
        return calibrator.map(EngineCalibrator::notes).orElse(List.of());
    }

    @Override
    public void close() {
        calibrator.ifPresent(EngineCalibrator::close);
    }
}
