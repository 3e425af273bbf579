/** Pruning by weights and activations. */
package org.jackknife.wanda;
