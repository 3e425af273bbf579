/** Quantisation with second-order compensation of rounding errors. */
package org.jackknife.gptq;
