/** The command line: one class per command, on top of a shared {@link org.jackknife.cli.CommandContext}. */
package org.jackknife.cli;
