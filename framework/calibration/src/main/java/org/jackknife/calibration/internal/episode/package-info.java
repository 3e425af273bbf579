/** Ways of writing an episode down while it is played. */
package org.jackknife.calibration.internal.episode;
