/** Starts the plug-in host: Felix holds the bundles, Guice builds the plug-ins, one registry finds them. */
@Export
@Version("1.0.0")
package org.jackknife.host;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
