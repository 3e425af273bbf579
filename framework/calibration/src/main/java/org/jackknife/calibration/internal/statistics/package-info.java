/** What input channels see: how it is added up, and the file that keeps it. */
package org.jackknife.calibration.internal.statistics;
