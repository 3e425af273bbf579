/** Renders conversations to prompts with the chat template of a model. */
@Export
@Version("1.0.0")
package org.jackknife.chat;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
