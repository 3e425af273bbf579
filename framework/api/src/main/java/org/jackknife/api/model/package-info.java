/** Models, recipes and variants: what is compressed, how, and what came of it. */
@Export
@Version("1.0.0")
package org.jackknife.api.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
