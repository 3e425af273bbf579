package org.jackknife.study;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param episodes episodes in the journal
 * @param total episodes of the whole run
 * @param playedHere episodes played by this process, which rates are made of
 * @param turns turns played by this process
 * @param generatedTokens tokens generated in this process's turns
 * @param elapsed time since this process began to play
 */
public record RunProgress(int episodes, int total, int playedHere, long turns, long generatedTokens, Duration elapsed) {

    public double episodesPerMinute() {
        return perSecond(playedHere) * 60;
    }

    public double tokensPerSecond() {
        return perSecond(generatedTokens);
    }

    private double perSecond(double count) {
        return elapsed.isZero() ? 0 : count / (elapsed.toNanos() / 1e9);
    }

    /** The time that the rest takes at the rate so far; empty before the first episode is over. */
    public Optional<Duration> left() {
        return playedHere == 0
                ? Optional.empty()
                : Optional.of(elapsed.dividedBy(playedHere).multipliedBy((long) total - episodes));
    }
}
