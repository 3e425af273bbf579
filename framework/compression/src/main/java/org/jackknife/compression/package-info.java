/** What compression methods have in common: which matrices they treat, how matrices are walked, and what is reported. */
@Export
@Version("1.0.0")
package org.jackknife.compression;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
