package org.jackknife.gguf.internal.check;

import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;
import org.jackknife.gguf.TensorInfo;

/** Checks names and the {@code general.*} keys; llama.cpp aborts on a {@code general.file_type} of another type. */
public final class GeneralRule implements Rule {
    private static final String ARCHITECTURE = "general.architecture";

    @Override
    public void check(Gguf model, Findings findings) {
        GgufMetadata metadata = model.metadata();
        KeyTypes.require(metadata, ARCHITECTURE, GgufType.STRING, findings);
        KeyTypes.require(metadata, "general.name", GgufType.STRING, findings);
        KeyTypes.require(metadata, "general.file_type", GgufType.UINT32, findings);
        if (!metadata.has(ARCHITECTURE)) {
            findings.error(ARCHITECTURE, "is missing");
        } else if (!LlamaCpp.ARCHITECTURES.contains(model.architecture())) {
            findings.error(ARCHITECTURE, "is '" + model.architecture() + "', which llama.cpp b4916 does not know");
        }
        metadata.values().keySet().forEach(key -> requireNoNul("metadata key", key, findings));
        model.tensors().stream().map(TensorInfo::name).forEach(name -> requireNoNul("tensor name", name, findings));
    }

    /** C strings end at a NUL, so two names that differ only behind it would be one to llama.cpp. */
    private static void requireNoNul(String what, String name, Findings findings) {
        if (name.indexOf('\0') >= 0) {
            findings.error(name.replace('\0', '?'), what + " contains a NUL character");
        }
    }
}
