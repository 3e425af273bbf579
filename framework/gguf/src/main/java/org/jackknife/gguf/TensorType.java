package org.jackknife.gguf;

import java.util.Locale;
import java.util.Optional;

/**
 * Lists the tensor types of ggml as of llama.cpp b4916, with the ids of the file format and the size of their blocks.
 *
 * <p>A type stores {@link #blockSize} consecutive elements of a row in {@link #blockBytes} bytes; a row is a whole
 * number of blocks. Types marked as removed had an id once; no file may use them any more, and their sizes are 0.
 */
public enum TensorType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q4_2(4),
    Q4_3(5),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q8_1(9, 32, 36),
    Q2_K(10, 256, 84),
    Q3_K(11, 256, 110),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    Q8_K(15, 256, 292),
    IQ2_XXS(16, 256, 66),
    IQ2_XS(17, 256, 74),
    IQ3_XXS(18, 256, 98),
    IQ1_S(19, 256, 50),
    IQ4_NL(20, 32, 18),
    IQ3_S(21, 256, 110),
    IQ2_S(22, 256, 82),
    IQ4_XS(23, 256, 136),
    I8(24, 1, 1),
    I16(25, 1, 2),
    I32(26, 1, 4),
    I64(27, 1, 8),
    F64(28, 1, 8),
    IQ1_M(29, 256, 56),
    BF16(30, 1, 2),
    Q4_0_4_4(31),
    Q4_0_4_8(32),
    Q4_0_8_8(33),
    TQ1_0(34, 256, 54),
    TQ2_0(35, 256, 66),
    IQ4_NL_4_4(36),
    IQ4_NL_4_8(37),
    IQ4_NL_8_8(38);

    private static final TensorType[] BY_ID = values();

    private final int id;
    private final int blockSize;
    private final int blockBytes;

    TensorType(int id, int blockSize, int blockBytes) {
        this.id = id;
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
    }

    TensorType(int id) {
        this(id, 0, 0);
    }

    /** Returns the id stored in files ({@code ggml_type}). */
    public int id() {
        return id;
    }

    /** Returns the elements of one block; 0 for a removed type. */
    public int blockSize() {
        return blockSize;
    }

    /** Returns the bytes of one block; 0 for a removed type. */
    public int blockBytes() {
        return blockBytes;
    }

    /** Tells whether ggml has given the type up: its id is known, but its data cannot be read. */
    public boolean removed() {
        return blockSize == 0;
    }

    /** Tells whether the type stores blocks with a shared scale rather than plain numbers. */
    public boolean quantized() {
        return blockSize > 1;
    }

    /** Returns the storage per element in bits, block scales included; Q4_0 gives 4.5. */
    public double bitsPerWeight() {
        requireUsable();
        return 8.0 * blockBytes / blockSize;
    }

    /**
     * Returns the bytes that a number of elements takes.
     *
     * @param elements at least 0, a multiple of {@link #blockSize}
     * @throws IllegalArgumentException if {@code elements} is not a whole number of blocks, or the type is removed
     * @throws ArithmeticException if the size does not fit a long
     */
    public long bytesFor(long elements) {
        requireUsable();
        if (elements < 0 || elements % blockSize != 0) {
            throw new IllegalArgumentException(
                    this + " stores blocks of " + blockSize + " elements; " + elements + " is no multiple of it");
        }
        return Math.multiplyExact(elements / blockSize, (long) blockBytes);
    }

    /** Finds the type with this id; empty for an id that ggml b4916 does not define. */
    public static Optional<TensorType> byId(int id) {
        return id >= 0 && id < BY_ID.length ? Optional.of(BY_ID[id]) : Optional.empty();
    }

    /** Finds a type by its name, in any case, as ggml prints it ({@code q4_K}) or as written here ({@code Q4_K}). */
    public static Optional<TensorType> byName(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        for (TensorType type : BY_ID) {
            if (type.name().equals(wanted)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private void requireUsable() {
        if (removed()) {
            throw new IllegalArgumentException(this + " (id " + id + ") was removed from ggml and has no size");
        }
    }
}
