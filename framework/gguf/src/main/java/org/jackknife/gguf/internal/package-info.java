/** Parses and checks the GGUF format; not for use from outside. */
package org.jackknife.gguf.internal;
