package org.jackknife.api.engine;

import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.TokenCounts;

/**
 * How an answer came about: kept so that a fault of a template or a parser can be told from a fault of the model.
 *
 * @param renderedPrompt the prompt as the model read it; empty where the engine cannot know (an endpoint)
 * @param rawText the answer as generated, before any parsing
 * @param verdict what the tool-call parser made of it
 * @param tokens tokens prefilled, reused and generated
 * @param prefillNanos time spent reading the prompt
 * @param decodeNanos time spent generating
 */
public record Generation(
        String renderedPrompt,
        String rawText,
        ParserVerdict verdict,
        TokenCounts tokens,
        long prefillNanos,
        long decodeNanos) {}
