/** Reads tool calls out of what models write, and checks them against the tools on offer. */
@Export
@Version("1.0.0")
package org.jackknife.chat.calls;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
