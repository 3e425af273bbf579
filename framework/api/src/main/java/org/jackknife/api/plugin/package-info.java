/** What makes a class a plug-in: the annotation, its typed options, and the registry that finds it. */
@Export
@Version("1.0.0")
package org.jackknife.api.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
