/** Environments: worlds that an agent observes and acts in. */
@Export
@Version("1.0.0")
package org.jackknife.api.environment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
