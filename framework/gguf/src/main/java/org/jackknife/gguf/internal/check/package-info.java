/** The rules of the checker, one class per part of a model file. */
package org.jackknife.gguf.internal.check;
