/**
 * Test kits: one abstract test class per contract. Extend one, say how your plug-in is built, and it is held to
 * everything that the contract promises.
 */
@Export
@Version("1.0.0")
package org.jackknife.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
