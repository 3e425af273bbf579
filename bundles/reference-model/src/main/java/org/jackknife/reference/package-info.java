/** A small model that acts, embedded so that there is something to compress and run without a download. */
@Export
@Version("1.0.0")
package org.jackknife.reference;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
