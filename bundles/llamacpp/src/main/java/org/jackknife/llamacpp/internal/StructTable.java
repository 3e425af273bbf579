package org.jackknife.llamacpp.internal;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One C struct of one build: its size and the offsets of the fields in use, in bytes, under their names in C.
 *
 * @param name the struct's name in C
 * @param size {@code sizeof}
 * @param offsets {@code offsetof} by field
 */
record StructTable(String name, int size, Map<String, Integer> offsets) {

    StructTable {
        offsets = Map.copyOf(offsets);
    }

    static StructTable of(String name, int size) {
        return new StructTable(name, size, Map.of());
    }

    StructTable field(String field, int offset) {
        Map<String, Integer> more = new HashMap<>(offsets);
        more.put(field, offset);
        return new StructTable(name, size, more);
    }

    /** The offset of a field of this table. */
    int at(String field) {
        Integer offset = offsets.get(field);
        if (offset == null) {
            throw new IllegalArgumentException(name + " has no field '" + field + "' in this table");
        }
        return offset;
    }

    /**
     * The struct without named fields. Structs above 16 bytes travel in memory on x86-64 and aarch64, whatever their
     * fields are, so the size is all that a call by value needs.
     */
    StructLayout byValue() {
        return opaque(size);
    }

    static StructLayout opaque(int bytes) {
        MemoryLayout[] words = new MemoryLayout[bytes / Long.BYTES];
        Arrays.fill(words, ValueLayout.JAVA_LONG);
        return MemoryLayout.structLayout(words);
    }
}
