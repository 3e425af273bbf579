/** Runs scenarios: reads them, plans cells, keeps variants, drives worker processes, and writes the journal. */
@Export
@Version("1.0.0")
package org.jackknife.study;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
