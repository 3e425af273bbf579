package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A {@code llama_batch} with room for a fixed number of tokens, one sequence each. */
final class TokenBatch {

    private final MemorySegment struct;
    private final MemorySegment tokens;
    private final MemorySegment positions;
    private final MemorySegment sequences;
    private final MemorySegment outputs;
    private final int capacity;
    private final long countOffset;
    private int count;

    TokenBatch(StructTable table, int capacity, Arena arena) {
        this.capacity = capacity;
        struct = arena.allocate(table.size(), Long.BYTES);
        tokens = arena.allocate(ValueLayout.JAVA_INT, capacity);
        positions = arena.allocate(ValueLayout.JAVA_INT, capacity);
        sequences = arena.allocate(ValueLayout.JAVA_INT, capacity);
        outputs = arena.allocate(ValueLayout.JAVA_BYTE, capacity);
        MemorySegment counts = arena.allocate(ValueLayout.JAVA_INT, capacity);
        MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, capacity);
        for (int i = 0; i < capacity; i++) {
            counts.setAtIndex(ValueLayout.JAVA_INT, i, 1);
            pointers.setAtIndex(ValueLayout.ADDRESS, i, sequences.asSlice((long) i * Integer.BYTES));
        }
        struct.set(ValueLayout.ADDRESS, table.at("token"), tokens);
        struct.set(ValueLayout.ADDRESS, table.at("pos"), positions);
        struct.set(ValueLayout.ADDRESS, table.at("n_seq_id"), counts);
        struct.set(ValueLayout.ADDRESS, table.at("seq_id"), pointers);
        struct.set(ValueLayout.ADDRESS, table.at("logits"), outputs);
        countOffset = table.at("n_tokens");
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    int room() {
        return capacity - count;
    }

    /** Adds a token and returns its index in the batch. */
    int add(int token, int position, int sequence, boolean output) {
        if (count == capacity) {
            throw new IllegalStateException("the batch is full with %d tokens".formatted(capacity));
        }
        tokens.setAtIndex(ValueLayout.JAVA_INT, count, token);
        positions.setAtIndex(ValueLayout.JAVA_INT, count, position);
        sequences.setAtIndex(ValueLayout.JAVA_INT, count, sequence);
        outputs.set(ValueLayout.JAVA_BYTE, count, (byte) (output ? 1 : 0));
        return count++;
    }

    /** The struct with its present number of tokens. */
    MemorySegment struct() {
        struct.set(ValueLayout.JAVA_INT, countOffset, count);
        return struct;
    }
}
