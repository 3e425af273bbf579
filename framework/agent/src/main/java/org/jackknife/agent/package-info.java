/** The built-in policies: tool-calling, ReAct and act-only. */
package org.jackknife.agent;
