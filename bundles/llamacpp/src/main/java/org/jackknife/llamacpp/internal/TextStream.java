package org.jackknife.llamacpp.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns the bytes of tokens into text and looks for stop sequences.
 *
 * <p>A character spread over several tokens appears when it is complete; text that may become a stop sequence is held
 * back until it is clear. Bytes that are not UTF-8 become U+FFFD.
 */
final class TextStream {

    private final List<String> stops;
    private final Consumer<String> sink;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder text = new StringBuilder();
    private byte[] pending = {};
    private int emitted;
    private boolean stopped;

    /** @param stops none of them empty */
    TextStream(List<String> stops, Consumer<String> sink) {
        this.stops = List.copyOf(stops);
        this.sink = sink;
    }

    /** Takes the bytes of a token; true where a stop sequence is complete, which with all after it is not text. */
    boolean append(byte[] bytes) {
        int before = text.length();
        decode(bytes, false);
        int stop = firstStop(before);
        if (stop >= 0) {
            text.setLength(stop);
            stopped = true;
        }
        emit(text.length() - (stopped ? 0 : heldBack()));
        return stopped;
    }

    /** Ends the text and returns the whole of it. */
    String finish() {
        if (!stopped) {
            decode(new byte[0], true);
        }
        emit(text.length());
        return text.toString();
    }

    private void decode(byte[] bytes, boolean end) {
        ByteBuffer in = ByteBuffer.allocate(pending.length + bytes.length).put(pending).put(bytes).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, end);
        if (end) {
            decoder.flush(out);
        }
        text.append(out.flip());
        pending = new byte[in.remaining()];
        in.get(pending);
    }

    private int firstStop(int before) {
        int first = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop, Math.max(0, before - stop.length() + 1));
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    /** The length of the longest end of the text that begins a stop sequence. */
    private int heldBack() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
                if (stop.startsWith(text.substring(text.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private void emit(int end) {
        if (end > emitted) {
            sink.accept(text.substring(emitted, end));
            emitted = end;
        }
    }
}
