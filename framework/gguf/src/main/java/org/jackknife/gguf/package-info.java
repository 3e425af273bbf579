/** Reads, checks and writes GGUF model files; knows tensor types, and nothing about compression methods. */
@Export
@Version("1.0.0")
package org.jackknife.gguf;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
