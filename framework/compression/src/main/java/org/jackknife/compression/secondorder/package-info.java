/** The second-order sweep that GPTQ and SparseGPT share: columns in turn, the error of each made up for by the next ones. */
@Export
@Version("1.0.0")
package org.jackknife.compression.secondorder;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
