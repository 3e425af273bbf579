/** SmoothQuant: outliers of activations move into the weights. */
package org.jackknife.smoothquant;
