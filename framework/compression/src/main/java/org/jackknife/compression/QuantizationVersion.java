package org.jackknife.compression;

import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;

/** Marks a model as one with block formats, as llama.cpp does. */
public final class QuantizationVersion {

    /** llama.cpp's own number of its block formats ({@code GGML_QNT_VERSION}). */
    private static final long VERSION = 2;

    private QuantizationVersion() {}

    /**
     * The metadata with the version in them, and without the number of the mix: that of the source is no longer true, and
     * llama.cpp names a model without one by the type that most of its tensors have.
     */
    public static GgufMetadata in(GgufMetadata source) {
        return source.with("general.quantization_version", new GgufValue.U32(VERSION)).without("general.file_type");
    }
}
