/** Shows what a run found: one self-contained HTML file. */
@Export
@Version("1.0.0")
package org.jackknife.view;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
