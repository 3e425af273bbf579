/** Magnitude pruning. */
package org.jackknife.magnitude;
