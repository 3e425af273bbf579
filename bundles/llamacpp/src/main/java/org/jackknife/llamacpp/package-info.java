/** The engine over llama.cpp: chat models, tokens, logits, activations, and ggml's own encoders and decoders. */
@Export
@Version("1.0.0")
package org.jackknife.llamacpp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
