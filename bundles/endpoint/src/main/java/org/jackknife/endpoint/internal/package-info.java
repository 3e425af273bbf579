/** Sessions, retries and the reading of a server's errors. */
package org.jackknife.endpoint.internal;
