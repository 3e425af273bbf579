/** Dense linear algebra in single precision, outside the Java heap: OpenBLAS through FFM. */
@Export
@Version("1.0.0")
package org.jackknife.numeric;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
