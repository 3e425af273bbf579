/** Compression methods: they read one GGUF and write another. */
@Export
@Version("1.0.0")
package org.jackknife.api.method;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
