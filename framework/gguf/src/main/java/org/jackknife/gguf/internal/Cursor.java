package org.jackknife.gguf.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jackknife.gguf.GgufException;

/** Reads little-endian values one after the other, and refuses to read beyond the end of the file. */
final class Cursor {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final MemorySegment bytes;
    private long position;

    Cursor(Path file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    long position() {
        return position;
    }

    byte readByte(String what) throws GgufException {
        return bytes.get(ValueLayout.JAVA_BYTE, advance(1, what));
    }

    short readShort(String what) throws GgufException {
        return bytes.get(SHORT, advance(2, what));
    }

    int readInt(String what) throws GgufException {
        return bytes.get(INT, advance(4, what));
    }

    long readLong(String what) throws GgufException {
        return bytes.get(LONG, advance(8, what));
    }

    /** Reads a 64-bit length and that many bytes of UTF-8. */
    String readString(String what) throws GgufException {
        long length = readLong(what);
        long start = advance(length, what);
        if (length > Integer.MAX_VALUE) {
            throw fault(what + " is a string of " + length + " bytes, at most " + Integer.MAX_VALUE + " are supported");
        }
        ByteBuffer utf8 = bytes.asSlice(start, length).asByteBuffer();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(utf8)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new GgufException(file, what + " at byte " + start + " is not UTF-8", e);
        }
    }

    /** Reads a count of things that each take at least {@code minimumBytes}, and refuses one that cannot fit the file. */
    long readCount(int minimumBytes, String what) throws GgufException {
        long count = readLong(what);
        long room = (bytes.byteSize() - position) / minimumBytes;
        if (count < 0 || count > room || count > Integer.MAX_VALUE) {
            throw fault(what + " is " + Long.toUnsignedString(count) + ", but the rest of the file has room for at most "
                    + Math.min(room, Integer.MAX_VALUE));
        }
        return count;
    }

    GgufException fault(String message) {
        return new GgufException(file, message);
    }

    private long advance(long length, String what) throws GgufException {
        long start = position;
        if (length < 0 || length > bytes.byteSize() - start) {
            throw fault(what + " needs " + Long.toUnsignedString(length) + " bytes at byte " + start
                    + ", but the file ends at byte " + bytes.byteSize());
        }
        position = start + length;
        return start;
    }
}
