package org.jackknife.study.internal.variant;

import org.jackknife.gguf.GgufMetadata;

/**
 * Where a variant came from, as its file tells.
 *
 * @param recipe all steps since the model, every option written out
 * @param version the version of the program
 * @param parentSha256 the hash of the model that the recipe began with
 * @param fingerprint the variant's name in the store
 */
record Provenance(String recipe, String version, String parentSha256, String fingerprint) {

    GgufMetadata addTo(GgufMetadata metadata) {
        return metadata.with("jackknife.recipe", recipe)
                .with("jackknife.version", version)
                .with("jackknife.parent.sha256", parentSha256)
                .with("jackknife.fingerprint", fingerprint);
    }
}
