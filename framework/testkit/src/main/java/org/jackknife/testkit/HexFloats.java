package org.jackknife.testkit;

/** Reads numbers as golden files hold them: the bits of each float in eight hexadecimal digits, so that none is rounded. */
public final class HexFloats {

    private static final int DIGITS = 8;

    private HexFloats() {}

    /** The numbers of a text without blanks. */
    public static float[] parse(String bits) {
        float[] floats = new float[bits.length() / DIGITS];
        for (int i = 0; i < floats.length; i++) {
            String digits = bits.substring(DIGITS * i, DIGITS * (i + 1));
            floats[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(digits, 16));
        }
        return floats;
    }
}
