/** Analyses: they look inside a variant and compare it with the dense model. */
@Export
@Version("1.0.0")
package org.jackknife.api.analysis;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
