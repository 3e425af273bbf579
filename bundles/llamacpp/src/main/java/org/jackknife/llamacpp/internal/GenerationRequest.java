package org.jackknife.llamacpp.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What to generate.
 *
 * @param prompt token ids, at least one
 * @param sampling how tokens are chosen
 * @param limits when to end
 * @param signal cancels or times out
 * @param sink receives the text as it grows, on the generating thread
 */
public record GenerationRequest(
        int[] prompt, SamplingSettings sampling, Limits limits, StopSignal signal, Consumer<String> sink) {

    /**
     * What ends or confines a generation.
     *
     * @param maxTokens most tokens to generate, at least 1
     * @param stopSequences texts that end it and are not part of it
     * @param grammar a GBNF grammar with the start symbol {@code root}
     */
    public record Limits(int maxTokens, List<String> stopSequences, Optional<String> grammar) {

        public Limits {
            if (maxTokens < 1) {
                throw new IllegalArgumentException(
                        "the most tokens to generate are %d, but must be at least 1".formatted(maxTokens));
            }
            stopSequences = stopSequences.stream().filter(stop -> !stop.isEmpty()).toList();
        }
    }
}
