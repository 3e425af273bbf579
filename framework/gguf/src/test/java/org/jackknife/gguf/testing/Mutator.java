package org.jackknife.gguf.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages valid files at the level of bytes; each mutant follows from its random generator alone. */
public final class Mutator {
    /** Values on which length, count and offset arithmetic tends to break. */
    private static final long[] EXTREMES = {
        0, 1, 2, 3, 7, 8, 31, 32, 33, 63, 64, 127, 128, 255, 256, 257, 512, 513, 65_535, 65_536, 0x7FFF_FFFFL,
        0x8000_0000L, 0xFFFF_FFFFL, 0x1_0000_0000L, 0x4000_0000_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE, -1, -2, -32
    };

    private static final int MAX_SPLICE = 64;

    private final List<byte[]> originals;

    /** Takes the valid files. */
    public Mutator(List<Path> files) {
        originals = files.stream().map(Mutator::readAll).toList();
    }

    /** Makes a damaged copy of one of the files. */
    public byte[] mutate(Random random) {
        byte[] bytes = originals.get(random.nextInt(originals.size())).clone();
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes; i++) {
            bytes = switch (random.nextInt(8)) {
                case 0 -> flipBits(bytes, random);
                case 1 -> setByte(bytes, random);
                case 2, 3 -> setExtreme(bytes, random);
                case 4 -> truncate(bytes, random);
                case 5 -> cutOut(bytes, random);
                case 6 -> repeat(bytes, random);
                default -> splice(bytes, random);
            };
        }
        return bytes;
    }

    /** Most damage goes to the header, where it can mislead a reader. */
    private static int place(byte[] bytes, int length, Random random) {
        int end = Math.max(1, bytes.length - length);
        return random.nextInt(10) == 0 ? random.nextInt(end) : random.nextInt(Math.min(end, headerEnd(bytes)));
    }

    /** The last tensor's name is near the end of the header. */
    private static int headerEnd(byte[] bytes) {
        byte[] name = "ffn_up".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int at = bytes.length - name.length; at > 0; at--) {
            if (Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
                return at + 64;
            }
        }
        return bytes.length;
    }

    private static byte[] flipBits(byte[] bytes, Random random) {
        bytes[place(bytes, 1, random)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private static byte[] setByte(byte[] bytes, Random random) {
        bytes[place(bytes, 1, random)] = (byte) random.nextInt();
        return bytes;
    }

    private static byte[] setExtreme(byte[] bytes, Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        int at = place(bytes, Long.BYTES, random);
        if (at + Long.BYTES > bytes.length) {
            return bytes;
        }
        if (random.nextBoolean()) {
            buffer.putLong(at, value);
        } else {
            buffer.putInt(at, (int) value);
        }
        return bytes;
    }

    private static byte[] truncate(byte[] bytes, Random random) {
        int length = random.nextBoolean() ? bytes.length - 1 - random.nextInt(64) : random.nextInt(bytes.length);
        return Arrays.copyOf(bytes, Math.max(1, length));
    }

    private static byte[] cutOut(byte[] bytes, Random random) {
        int length = Math.min(bytes.length - 1, 1 + random.nextInt(MAX_SPLICE));
        int at = place(bytes, length, random);
        return replace(bytes, at, Math.min(length, bytes.length - at), new byte[0]);
    }

    private static byte[] repeat(byte[] bytes, Random random) {
        int length = Math.min(bytes.length - 1, 1 + random.nextInt(MAX_SPLICE));
        int at = place(bytes, length, random);
        return replace(bytes, at, 0, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length)));
    }

    /** Puts bytes of another place or another file over some of this one, of equal length. */
    private byte[] splice(byte[] bytes, Random random) {
        byte[] other = originals.get(random.nextInt(originals.size()));
        int length = Math.min(Math.min(bytes.length, other.length) - 1, 1 + random.nextInt(MAX_SPLICE));
        int from = place(other, length, random);
        int to = place(bytes, length, random);
        int fits = Math.min(length, Math.min(other.length - from, bytes.length - to));
        System.arraycopy(other, from, bytes, to, fits);
        return bytes;
    }

    private static byte[] replace(byte[] bytes, int at, int removed, byte[] inserted) {
        byte[] result = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
        return result;
    }

    private static byte[] readAll(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
