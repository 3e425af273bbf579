/** The command that measures the program itself. */
package org.jackknife.cli.internal.bench;
