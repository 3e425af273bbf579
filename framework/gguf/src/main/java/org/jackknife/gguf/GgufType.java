package org.jackknife.gguf;

import java.util.Optional;

/** Lists the thirteen types a GGUF metadata value can have, with the ids and sizes of the file format. */
public enum GgufType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(0),
    ARRAY(0),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private static final GgufType[] BY_ID = values();

    private final int bytes;

    GgufType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the id stored in files; the constants are declared in the order of their ids. */
    public int id() {
        return ordinal();
    }

    /** Returns the stored size of one value in bytes, or 0 for strings and arrays, whose size varies. */
    public int bytes() {
        return bytes;
    }

    /** Finds the type with this id; empty for an id the format does not define. */
    public static Optional<GgufType> byId(int id) {
        return id >= 0 && id < BY_ID.length ? Optional.of(BY_ID[id]) : Optional.empty();
    }
}
