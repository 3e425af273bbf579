package org.jackknife.compression;

import java.lang.foreign.MemorySegment;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;
import org.jackknife.numeric.LinearAlgebra;
import org.osgi.annotation.versioning.ProviderType;

/** Where and with what one matrix is compressed. Valid during the call that hands it over. */
@ProviderType
public interface MatrixWork {

    /** The type that the matrix is stored in. */
    TensorType type();

    /**
     * The stored matrix, row after row: to be filled by the method. Threads may write to rows apart.
     *
     * @return {@code type().bytesFor(rows * columns)} bytes, zero at first
     */
    MemorySegment target();

    /** Fills {@link #target} with the matrix's own weights in the type, by the codec of the compression. */
    void encode(Matrix matrix);

    /** Encodes and decodes the block formats of ggml. */
    TensorCodec codec();

    /** Spreads rows over the threads of the compression. */
    RowWorkers workers();

    /** Products and factors of matrices, on the threads of the compression; by OpenBLAS where it can be loaded. */
    LinearAlgebra algebra();

    /** The seed of every random choice in this matrix. */
    long seed();

    /** Adds something worth knowing to the tensor's report; what was said already, as of another expert, is not repeated. */
    void note(String text);
}
