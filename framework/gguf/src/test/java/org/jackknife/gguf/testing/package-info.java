/** Small models, and llama.cpp as oracle, for the tests of this and other modules. */
package org.jackknife.gguf.testing;
