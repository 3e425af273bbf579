package org.jackknife.api.plugin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Derives every random choice from the id of the thing it is made for, so that runs repeat on any machine. */
public final class Seeds {

    private Seeds() {}

    /** The first eight bytes, big-endian, of the SHA-256 of the parts joined by line feeds, in UTF-8. */
    public static long of(String... parts) {
        return ByteBuffer.wrap(sha256(String.join("\n", parts).getBytes(StandardCharsets.UTF_8))).getLong();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            // every Java platform must support SHA-256
            throw new AssertionError(e);
        }
    }
}
