package org.jackknife.study.internal.journal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Splits a stream into lines as bytes; what stands behind the last line feed is counted and left out. */
public final class LineSplitter implements Closeable {

    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int start;
    private int end;
    private long number;
    private long wholeBytes;

    public LineSplitter(InputStream in) {
        this.in = in;
    }

    /** The next whole line without its line feed; null after the last. */
    public byte[] next() throws IOException {
        while (true) {
            for (int i = start; i < end; i++) {
                if (chunk[i] == '\n') {
                    return finish(i);
                }
            }
            line.write(chunk, start, end - start);
            start = 0;
            end = Math.max(0, in.read(chunk));
            if (end == 0) {
                return null;
            }
        }
    }

    private byte[] finish(int lineFeed) {
        line.write(chunk, start, lineFeed - start);
        start = lineFeed + 1;
        byte[] bytes = line.toByteArray();
        line.reset();
        number++;
        wholeBytes += bytes.length + 1;
        return bytes;
    }

    /** Whether bytes wait to be read, so that {@link #next} will probably not have to wait. */
    public boolean hasMore() throws IOException {
        return start < end || in.available() > 0;
    }

    /** The number of the latest line, counted from 1. */
    public long number() {
        return number;
    }

    /** Bytes of all whole lines so far, line feeds included. */
    public long wholeBytes() {
        return wholeBytes;
    }

    /** Bytes behind the last line feed, known once {@link #next} returned null. */
    public long tornBytes() {
        return line.size();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
