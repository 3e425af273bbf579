package org.jackknife.llamacpp.internal;

import java.util.stream.IntStream;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.trajectory.TokenCounts;
import org.jackknife.llamacpp.internal.GenerationResult.End;

/** Generates one answer on a sequence, on the calling thread. */
final class Generator {

    private final NativeModel model;
    private final Sequence sequence;
    private final GenerationRequest request;
    private final Sampler sampler;
    private final TextStream text;
    private final IntStream.Builder tokens = IntStream.builder();
    private int generated;

    private Generator(NativeModel model, Sequence sequence, GenerationRequest request) {
        this.model = model;
        this.sequence = sequence;
        this.request = request;
        this.sampler = new Sampler(request.sampling());
        this.text = new TextStream(request.limits().stopSequences(), request.sink());
    }

    /**
     * Generates.
     *
     * @throws ContextLengthException if the prompt is longer than the sequence has room for
     * @throws IllegalArgumentException if the grammar is invalid or the prompt is empty
     */
    static GenerationResult generate(NativeModel model, Sequence sequence, GenerationRequest request) {
        int length = request.prompt().length;
        if (length == 0) {
            throw new IllegalArgumentException("the prompt has no tokens");
        }
        if (length > sequence.capacity()) {
            throw new ContextLengthException(length, sequence.capacity());
        }
        if (request.limits().grammar().isEmpty()) {
            return new Generator(model, sequence, request).run(null);
        }
        try (GrammarSampler grammar = new GrammarSampler(model, request.limits().grammar().get())) {
            return new Generator(model, sequence, request).run(grammar);
        }
    }

    private GenerationResult run(GrammarSampler grammar) {
        long start = System.nanoTime();
        int reused = request.signal().stop() ? -1 : sequence.prefill(request.prompt(), request.signal());
        long read = System.nanoTime();
        End end = reused < 0 ? End.STOPPED : loop(grammar);
        int length = reused < 0 ? 0 : request.prompt().length;
        TokenCounts counts = new TokenCounts(length - Math.max(0, reused), Math.max(0, reused), generated);
        return new GenerationResult(
                text.finish(), tokens.build().toArray(), end, counts, read - start, System.nanoTime() - read);
    }

    private End loop(GrammarSampler grammar) {
        int room = Math.min(request.limits().maxTokens(), sequence.capacity() - request.prompt().length + 1);
        while (true) {
            if (request.signal().stop()) {
                return End.STOPPED;
            }
            float[] logits = sequence.logits();
            int token = grammar == null ? sampler.sample(logits) : grammar.sample(sampler, logits);
            generated++;
            if (model.vocabulary().endsGeneration(token)) {
                return End.MODEL;
            }
            tokens.add(token);
            if (text.append(model.vocabulary().piece(token))) {
                return End.STOP_SEQUENCE;
            }
            if (generated == room) {
                return End.LENGTH;
            }
            if (!sequence.accept(token, request.signal())) {
                return End.STOPPED;
            }
        }
    }
}
