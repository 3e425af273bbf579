/** Policies: agent loops that drive a chat model through an environment. */
@Export
@Version("1.0.0")
package org.jackknife.api.policy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
