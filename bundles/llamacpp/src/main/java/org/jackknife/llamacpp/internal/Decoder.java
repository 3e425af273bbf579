package org.jackknife.llamacpp.internal;

import java.util.concurrent.Future;

/** Generates answers with a model. Safe for several threads. */
public interface Decoder extends AutoCloseable {

    /** Starts a generation; the future fails with what {@link Generator#generate} throws. */
    Future<GenerationResult> submit(GenerationRequest request);

    /** How many generations run at once; further ones wait. */
    int concurrency();

    /** Positions that one generation's prompt and answer may take. */
    int contextTokens();

    /** Waits for the running generations to stop and frees the context. */
    @Override
    void close();
}
