/** Rounding to nearest. */
package org.jackknife.rtn;
