/** Pruning with second-order compensation of what is lost. */
package org.jackknife.sparsegpt;
