/** Calibration: what a model's matrices see on a corpus, for methods that weigh their errors by it. */
@Export
@Version("1.0.0")
package org.jackknife.api.calibration;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
