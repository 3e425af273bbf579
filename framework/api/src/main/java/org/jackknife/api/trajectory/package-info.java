/** What an episode leaves behind: its steps, its outcome, its costs. */
@Export
@Version("1.0.0")
package org.jackknife.api.trajectory;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
