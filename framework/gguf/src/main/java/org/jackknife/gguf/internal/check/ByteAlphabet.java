package org.jackknife.gguf.internal.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Spells bytes as printable characters, as byte pair encodings since GPT-2 do: printable Latin-1 characters stand for
 * themselves, and all other bytes, in order, for the characters from U+0100 on.
 */
public final class ByteAlphabet {
    private static final int BYTES = 256;

    private ByteAlphabet() {}

    /** Returns the 256 characters, in the order of the bytes they stand for. */
    public static List<String> characters() {
        List<String> characters = new ArrayList<>(BYTES);
        int next = BYTES;
        for (int value = 0; value < BYTES; value++) {
            characters.add(String.valueOf((char) (printable(value) ? value : next++)));
        }
        return characters;
    }

    private static boolean printable(int value) {
        return value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
    }
}
