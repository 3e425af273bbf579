/** Engines: they run a model file and answer chats, tokens, logits and activations. */
@Export
@Version("1.0.0")
package org.jackknife.api.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
