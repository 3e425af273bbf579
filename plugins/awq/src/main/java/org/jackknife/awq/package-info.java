/** AWQ: rounding that spares the weights of loud input channels. */
package org.jackknife.awq;
