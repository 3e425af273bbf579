/** How a model is walked matrix by matrix. */
package org.jackknife.compression.internal;
