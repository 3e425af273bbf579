package org.jackknife.study;

import java.util.List;
import org.jackknife.api.method.TensorReport;

/**
 * What a compression did; kept as JSON beside the variant's file.
 *
 * @param fingerprint the variant's name in the store
 * @param model the name of the model it was made from
 * @param parentSha256 the hash of that model
 * @param recipe the recipe with every default written out
 * @param version the version of the program
 * @param sha256 the hash of the result
 * @param bytes the size of the result
 * @param seconds how long the last step of the recipe took
 * @param tensors what the last step did to each tensor that it touched
 * @param notes anything else worth knowing about the last step, such as what its calibration could not see
 */
public record VariantReport(
        String fingerprint,
        String model,
        String parentSha256,
        String recipe,
        String version,
        String sha256,
        long bytes,
        double seconds,
        List<TensorReport> tensors,
        List<String> notes) {

    public VariantReport {
        tensors = List.copyOf(tensors);
        // reports of earlier versions have none
        notes = notes == null ? List.of() : List.copyOf(notes);
    }
}
