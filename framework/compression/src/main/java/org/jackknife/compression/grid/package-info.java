/** Grids: the values that a stored form can hold, and how rounded weights are packed into its blocks. */
@Export
@Version("1.0.0")
package org.jackknife.compression.grid;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
