/** The commands that compress, plan and run. */
package org.jackknife.cli.internal.study;
