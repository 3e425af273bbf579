package org.jackknife.gguf;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jackknife.gguf.internal.check.Findings;
import org.jackknife.gguf.internal.check.GeneralRule;
import org.jackknife.gguf.internal.check.HyperparameterRule;
import org.jackknife.gguf.internal.check.Rule;
import org.jackknife.gguf.internal.check.TensorRule;
import org.jackknife.gguf.internal.check.VocabularyRule;
import org.jackknife.gguf.internal.check.WeightRule;

/**
 * Finds what would make llama.cpp b4916 crash on a model, refuse it, or load it and quietly go wrong.
 *
 * <p>Structural faults are found by {@link Gguf#open} already. This class looks at what the file says: metadata types,
 * hyperparameters, vocabulary, and tensors against the architecture. Tensor names and shapes are known for llama (with
 * experts too), qwen2, gemma, gemma2, gemma3, internlm2 and phi3; of other architectures only what they share is checked,
 * and a warning says so.
 */
public final class GgufChecker {
    private static final List<Rule> RULES =
            List.of(new GeneralRule(), new HyperparameterRule(), new VocabularyRule(), new TensorRule());

    /** More would not help a reader. */
    private static final int ERRORS_IN_MESSAGE = 5;

    private GgufChecker() {}

    /** Checks an open model without reading its weights; never null, empty when nothing is wrong. */
    public static List<Finding> check(Gguf model) {
        Findings findings = new Findings();
        RULES.forEach(rule -> rule.check(model, findings));
        return findings.list();
    }

    /** Checks an open model and reads all weights, in search of NaN and infinite ones. */
    public static List<Finding> checkDeeply(Gguf model) {
        Findings findings = new Findings();
        RULES.forEach(rule -> rule.check(model, findings));
        new WeightRule().check(model, findings);
        return findings.list();
    }

    /** Checks a file, structure included; one that cannot be opened gives a single finding. */
    public static List<Finding> check(Path path) {
        try (Gguf model = Gguf.open(path)) {
            return check(model);
        } catch (GgufException e) {
            return List.of(new Finding(Finding.Severity.ERROR, path.toString(), e.getMessage()));
        }
    }

    /**
     * Refuses a model that native code must not see.
     *
     * @throws GgufException if {@link #check(Gguf)} finds an error
     */
    public static void require(Gguf model) throws GgufException {
        List<Finding> errors = check(model).stream().filter(Finding::isError).toList();
        if (errors.isEmpty()) {
            return;
        }
        String shown = errors.stream()
                .limit(ERRORS_IN_MESSAGE)
                .map(finding -> finding.where() + ": " + finding.message())
                .collect(Collectors.joining("; "));
        int hidden = errors.size() - ERRORS_IN_MESSAGE;
        throw new GgufException(model.path(), hidden > 0 ? shown + "; and " + hidden + " more" : shown);
    }
}
