package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.model.RecipeStep;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.calibration.CalibrationFingerprint;
import org.jackknife.study.internal.Bound;
import org.jackknife.study.internal.Hashes;

/**
 * The steps of a recipe on one model, each with the fingerprint of what stands after it.
 *
 * <p>Fingerprint: {@code f(0)} is the hash of the model; {@code f(i)} is the SHA-256 of {@code f(i-1)}, the method's id and
 * version, every option with its default, and the fingerprint of the corpus that it
 * calibrates on, or {@code none}. So two recipes that begin alike share what
 * their beginnings make.
 */
public record VariantSteps(List<Step> steps) {

    /** Changes when variants are stored or fingerprinted in another way. */
    private static final String FORM = "jackknife-variant-1";

    /**
     * One step.
     *
     * @param method the method with its options
     * @param fingerprint of the model after this step
     * @param recipe all steps up to this one, every option written out
     */
    public record Step(Bound<Method<Record>> method, String fingerprint, Recipe recipe) {}

    /**
     * Binds a recipe.
     *
     * @param modelSha256 the hash of the model
     * @throws IllegalArgumentException if a method is unknown or refuses an option, or the corpus of a calibration cannot
     *     be read
     */
    public static VariantSteps of(String modelSha256, Recipe recipe, Plugins plugins) {
        List<Step> steps = new ArrayList<>();
        List<RecipeStep> canonical = new ArrayList<>();
        String parent = modelSha256;
        for (RecipeStep written : recipe.steps()) {
            Bound<Method<Record>> method = Bound.of(plugins, Method.class, written);
            canonical.add(method.step());
            parent = fingerprint(parent, method, calibration(method, plugins));
            steps.add(new Step(method, parent, new Recipe(canonical)));
        }
        return new VariantSteps(List.copyOf(steps));
    }

    private static String calibration(Bound<Method<Record>> method, Plugins plugins) {
        Optional<CalibrationOptions> options = method.service().calibration(method.options());
        if (options.isEmpty()) {
            return "none";
        }
        try {
            return CalibrationFingerprint.of(options.get(), plugins);
        } catch (MethodException | IOException e) {
            throw new IllegalArgumentException("method %s: %s".formatted(method.id(), e.getMessage()), e);
        }
    }

    private static String fingerprint(String parent, Bound<Method<Record>> method, String calibration) {
        String options = method.canonical().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue() + "\n")
                .collect(Collectors.joining());
        return Hashes.of("%s\n%s\n%s %s\n%scalibration %s\n"
                .formatted(FORM, parent, method.id(), method.service().version(), options, calibration));
    }

    /** The fingerprint of the whole recipe. */
    public String fingerprint() {
        return steps.getLast().fingerprint();
    }
}
