/** Lays two trajectories side by side and says where and how they part. */
@Export
@Version("1.0.0")
package org.jackknife.score.trace;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
