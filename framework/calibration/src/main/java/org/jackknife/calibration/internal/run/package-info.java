/** Running a model over sequences. */
package org.jackknife.calibration.internal.run;
