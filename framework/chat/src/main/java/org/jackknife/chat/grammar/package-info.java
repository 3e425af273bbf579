/** Builds and checks grammars in llama.cpp's GBNF, and derives them from JSON schemas and tools. */
@Export
@Version("1.0.0")
package org.jackknife.chat.grammar;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
