/** Statistics of small evaluations, as pure functions: errors, intervals, paired tests, equivalence, corrections. */
@Export
@Version("1.0.0")
package org.jackknife.score.statistics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
