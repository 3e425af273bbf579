package org.jackknife.study.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Prints past System.out, straight to the file descriptor, as native libraries do. */
final class Chatter {

    private Chatter() {}

    static void print(String line) {
        // not closed: that would close the descriptor that the protocol runs on
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
