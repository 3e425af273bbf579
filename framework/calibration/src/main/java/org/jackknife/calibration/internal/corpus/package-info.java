/** Texts to calibrate on, and how they become sequences of tokens. */
package org.jackknife.calibration.internal.corpus;
