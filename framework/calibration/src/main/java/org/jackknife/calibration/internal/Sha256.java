package org.jackknife.calibration.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Adds up a SHA-256. */
public final class Sha256 {

    private static final int CHUNK = 1 << 20;

    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // every Java platform must support SHA-256
            throw new AssertionError(e);
        }
    }

    /** The hash of lines, each ended by a line feed. */
    public static String ofLines(String... lines) {
        Sha256 hash = new Sha256();
        for (String line : lines) {
            hash.digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return hash.hex();
    }

    /** Adds all bytes of a stream. */
    public void add(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            digest.update(chunk, 0, read);
        }
    }

    /** The hash in lower-case hexadecimal digits; to be called once. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
