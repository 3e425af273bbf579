/** The commands that read journals: score, compare, trace and report. */
package org.jackknife.cli.internal.results;
