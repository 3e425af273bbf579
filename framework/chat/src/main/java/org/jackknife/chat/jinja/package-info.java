/** Renders the part of the Jinja2 language that chat templates are written in, exactly as Python's Jinja2 does. */
@Export
@Version("1.0.0")
package org.jackknife.chat.jinja;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
