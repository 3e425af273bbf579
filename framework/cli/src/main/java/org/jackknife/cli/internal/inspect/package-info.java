/** Looks into a model file. */
package org.jackknife.cli.internal.inspect;
