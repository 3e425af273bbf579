/** Starts a new plug-in from a template. */
package org.jackknife.cli.internal.create;
