/** Gram matrices: gathered within a bound of memory, visited, and kept where they are small. */
package org.jackknife.calibration.internal.gram;
