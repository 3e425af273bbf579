package org.jackknife.calibration.internal.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import org.jackknife.chat.ChatTemplate;

/** A file that is one text. It is handed over in pieces that end with a line, because some corpora are large. */
final class PlainText {

    private static final int PIECE = 1 << 16;

    private PlainText() {}

    static void read(BufferedReader lines, ChatTemplate template, Corpus.Reader reader)
            throws IOException {
        StringBuilder piece = new StringBuilder();
        Passage.Kind kind = Passage.Kind.TEXT;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            piece.append(line).append('\n');
            if (piece.length() >= PIECE) {
                if (!reader.take(new Passage(piece.toString(), kind))) {
                    return;
                }
                piece.setLength(0);
                kind = Passage.Kind.CONTINUED;
            }
        }
        if (!piece.isEmpty()) {
            reader.take(new Passage(piece.toString(), kind));
        }
    }
}
