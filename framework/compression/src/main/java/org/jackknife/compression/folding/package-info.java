/** Folding: scales that move from one tensor into the next without changing what a model computes. */
@Export
@Version("1.0.0")
package org.jackknife.compression.folding;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
