/** Reads and prints Python literals exactly as CPython does, for tasks whose texts were made with {@code str} and {@code repr}. */
@Export
@Version("1.0.0")
package org.jackknife.chat.python;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
