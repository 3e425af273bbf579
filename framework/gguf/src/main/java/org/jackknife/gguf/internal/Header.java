package org.jackknife.gguf.internal;

import java.util.List;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;

/**
 * What stands before the data of one GGUF file.
 *
 * @param version format version, 2 or 3
 * @param metadata all keys in file order
 * @param tensors declared tensors in file order
 * @param offsets first byte of each tensor, counted from {@code dataStart}
 * @param dataStart first byte of the data section, counted from the beginning of the file
 * @param alignment every tensor starts at a multiple of this many bytes
 */
record Header(
        int version, GgufMetadata metadata, List<TensorSpec> tensors, List<Long> offsets, long dataStart, int alignment) {}
