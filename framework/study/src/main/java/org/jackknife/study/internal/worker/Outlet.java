package org.jackknife.study.internal.worker;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jackknife.study.internal.Json;

/** Sends messages to the parent, each as a line and at once. Safe for several threads. */
final class Outlet {

    private final OutputStream out;

    Outlet(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    /** @throws UncheckedIOException if nobody reads any more, which ends the worker */
    synchronized void send(Message message) {
        try {
            Json.MAPPER.writeValue(out, message);
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the parent does not listen any more", e);
        }
    }
}
