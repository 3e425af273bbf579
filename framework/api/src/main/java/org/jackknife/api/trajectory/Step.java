package org.jackknife.api.trajectory;

import java.util.Optional;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Feedback;

/**
 * One turn of an episode: what the model read, said and did, and what the world answered.
 *
 * @param index counted from 0
 * @param prompt what the model read
 * @param rawText what it generated, before any parsing
 * @param verdict what the parser made of it
 * @param action what was carried out; empty where nothing could be read
 * @param feedback what the world answered; for an unreadable action the observation that the policy gave instead
 * @param tokens tokens prefilled, reused and generated
 * @param times where the time went
 */
public record Step(
        int index,
        Prompt prompt,
        String rawText,
        ParserVerdict verdict,
        Optional<Action> action,
        Feedback feedback,
        TokenCounts tokens,
        StepTimes times) {}
