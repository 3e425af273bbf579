/** How grids are fitted and how codes lie in blocks. */
package org.jackknife.compression.internal.grid;
