/**
 * Scores episodes, compares variants sample by sample, and says what the figures support: a pure function of what a
 * journal holds.
 */
@Export
@Version("1.0.0")
package org.jackknife.score;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
