/** Tasks: named, versioned sets of samples, each opening an environment. */
@Export
@Version("1.0.0")
package org.jackknife.api.task;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
