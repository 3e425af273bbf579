/** Calibration: corpora, what a model's matrices see on them, and the files that keep it. */
@Export
@Version("1.0.0")
package org.jackknife.calibration;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
