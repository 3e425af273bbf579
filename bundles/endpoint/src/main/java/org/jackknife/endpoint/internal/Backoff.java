package org.jackknife.endpoint.internal;

import dev.langchain4j.exception.NonRetriableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jackknife.api.engine.EngineException;

/**
 * Repeats a request that failed for a passing reason, with pauses that double.
 *
 * @param retries further tries after the first
 * @param pause before the first retry
 */
public record Backoff(int retries, Duration pause) {

    /** No pause grows beyond this, however many tries there are. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /**
     * The answer of the first try that succeeds.
     *
     * @throws NonRetriableException at once, if repeating cannot help
     * @throws EngineException when all tries failed; its cause is the last failure
     */
    <T> T call(Supplier<T> request) {
        Duration next = pause;
        for (int attempt = 0; ; attempt++) {
            try {
                return request.get();
            } catch (NonRetriableException e) {
                throw e;
            } catch (RuntimeException e) {
                if (attempt == retries) {
                    throw new EngineException(
                            "the server failed %d times, last with: %s".formatted(attempt + 1, e.getMessage()), e);
                }
            }
            sleep(next);
            next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while waiting to ask the server again", e);
        }
    }
}
