package org.jackknife.study.internal.plan;

import java.time.Duration;
import org.jackknife.gguf.GgufMetadata;

/** Rough figures for what was never measured here; each says what it stands on. */
final class Estimates {

    /** A Java process with the host, the engine's library and its buffers. */
    static final long WORKER_BYTES = 400L << 20;

    /** What a compression holds beside three copies of its largest tensor in F32. */
    static final long COMPRESSION_BYTES = 300L << 20;

    /** A journal line of some ten turns with their prompts. */
    static final long JOURNAL_BYTES_PER_EPISODE = 40_000;

    /** Start of a worker process and its engine. */
    static final Duration WORKER_START = Duration.ofSeconds(2);

    /** Generating a token reads every weight once: bytes per second that two cores with ordinary memory read. */
    private static final double DECODE_BYTES_PER_SECOND = 8e9;

    /** Reading a prompt works on many tokens at once and is about six times cheaper for each. */
    private static final double PREFILL_BYTES_PER_SECOND = 50e9;

    private static final int TOKENS_READ_PER_EPISODE = 1500;
    private static final int TOKENS_GENERATED_PER_EPISODE = 400;

    /** Million weights per second of the slower encoders on two cores. */
    private static final double WEIGHTS_PER_SECOND = 15e6;

    private static final int DEFAULT_CONTEXT = 4096;
    private static final int KEY_VALUE_BYTES = 2;

    private Estimates() {}

    /** Seconds of an episode with a model of that size. */
    static double episodeSeconds(long bytes) {
        return TOKENS_GENERATED_PER_EPISODE * bytes / DECODE_BYTES_PER_SECOND
                + TOKENS_READ_PER_EPISODE * bytes / PREFILL_BYTES_PER_SECOND;
    }

    static Duration compression(long weights, int steps) {
        return seconds(steps * weights / WEIGHTS_PER_SECOND);
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /**
     * Bytes of the key-value cache in F16: two vectors per layer and position.
     *
     * @param context positions; 0 where the engine's option does not say
     */
    static long keyValueBytes(GgufMetadata metadata, long context) {
        String architecture = metadata.string("general.architecture").orElse("");
        long layers = number(metadata, architecture + ".block_count", 0);
        long width = number(metadata, architecture + ".embedding_length", 0);
        long heads = number(metadata, architecture + ".attention.head_count", 1);
        long keyHeads = number(metadata, architecture + ".attention.head_count_kv", heads);
        long trained = number(metadata, architecture + ".context_length", DEFAULT_CONTEXT);
        long positions = context > 0 ? context : Math.min(trained, DEFAULT_CONTEXT);
        return 2 * KEY_VALUE_BYTES * layers * positions * (width / Math.max(1, heads)) * keyHeads;
    }

    private static long number(GgufMetadata metadata, String key, long otherwise) {
        return metadata.integer(key).orElse(otherwise);
    }
}
