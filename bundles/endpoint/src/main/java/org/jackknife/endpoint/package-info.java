/** The engine over any OpenAI-compatible server. */
package org.jackknife.endpoint;
