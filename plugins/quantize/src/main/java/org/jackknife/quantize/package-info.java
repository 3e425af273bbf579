/** Quantisation to the block formats of ggml, with llama.cpp's mixes of types. */
package org.jackknife.quantize;
