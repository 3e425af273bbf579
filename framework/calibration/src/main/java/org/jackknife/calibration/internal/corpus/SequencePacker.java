package org.jackknife.calibration.internal.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jackknife.api.engine.TokenSession;
import org.jackknife.api.method.MethodException;
import org.jackknife.chat.ChatTemplate;

/**
 * Cuts a corpus into sequences of equal length: all passages become one stream of tokens, the stream is cut from its
 * beginning on, and as many of the pieces as are wanted are chosen by a seed.
 *
 * <p>Plain texts begin with the token that opens a text, where the model has one added; otherwise they end with the one
 * that ends a text. Conversations stay as the chat template writes them. Where the model has an opening token added, it
 * replaces the first token of every sequence, for in use the model never reads on without it (so does llama-imatrix).
 */
public final class SequencePacker {

    private final TokenSession session;
    private final TextEnds ends;
    private final ChatTemplate template;

    public SequencePacker(TokenSession session, TextEnds ends, ChatTemplate template) {
        this.session = session;
        this.ends = ends;
        this.template = template;
    }

    /**
     * How many sequences of which length.
     *
     * @param samples at least 1
     * @param length tokens of each, at least 1
     * @param seed chooses them
     */
    public record Cut(int samples, int length, long seed) {

        long tokens() {
            return (long) samples * length;
        }
    }

    /**
     * The sequences in the order of the corpus.
     *
     * @throws MethodException if the corpus is too short or cannot be read
     */
    public List<int[]> pack(Corpus corpus, Cut cut) throws IOException {
        TokenStream stream = new TokenStream(corpus.surplus() * cut.tokens());
        corpus.read(template, cut.seed(), passage -> take(stream, passage));
        long sequences = stream.size() / cut.length();
        if (sequences < cut.samples()) {
            throw new MethodException(
                    "the corpus %s has %d tokens, needed are %d (samples=%d of length=%d); take a longer corpus, or lower samples or length"
                            .formatted(corpus.description(), stream.size(), cut.tokens(), cut.samples(), cut.length()));
        }
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < sequences; i++) {
            chosen.add(i);
        }
        Collections.shuffle(chosen, new Random(cut.seed()));
        return chosen.subList(0, cut.samples()).stream()
                .sorted()
                .map(index -> opened(stream.slice(index * cut.length(), cut.length())))
                .toList();
    }

    private boolean take(TokenStream stream, Passage passage) {
        boolean text = passage.kind() == Passage.Kind.TEXT;
        if (text && ends.opens()) {
            stream.add(ends.opening().getAsInt());
        } else if (text && stream.size() > 0 && ends.closing().isPresent()) {
            stream.add(ends.closing().getAsInt());
        }
        for (int token : session.tokenize(passage.text(), passage.kind() == Passage.Kind.CONVERSATION)) {
            stream.add(token);
        }
        return !stream.full();
    }

    private int[] opened(int[] sequence) {
        if (ends.opens()) {
            sequence[0] = ends.opening().getAsInt();
        }
        return sequence;
    }

    /** Tokens one after the other, up to a limit. */
    private static final class TokenStream {

        private final long limit;
        private int[] tokens = new int[1 << 12];
        private int size;

        TokenStream(long limit) {
            this.limit = Math.min(limit, Integer.MAX_VALUE - 8);
        }

        void add(int token) {
            if (full()) {
                return;
            }
            if (size == tokens.length) {
                tokens = Arrays.copyOf(tokens, (int) Math.min(2L * size, limit));
            }
            tokens[size++] = token;
        }

        boolean full() {
            return size >= limit;
        }

        int size() {
            return size;
        }

        int[] slice(int from, int count) {
            return Arrays.copyOfRange(tokens, from, from + count);
        }
    }
}
