package org.jackknife.api.engine;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * LangChain4j's request parameters with those that it lacks: seed, min-p, a time limit.
 *
 * <p>Engines take plain {@link ChatRequestParameters} as well and then use their defaults.
 */
public final class GenerationParameters extends DefaultChatRequestParameters {

    private final Long seed;
    private final Double minP;
    private final Duration timeLimit;

    private GenerationParameters(Builder builder) {
        super(builder);
        this.seed = builder.seed;
        this.minP = builder.minP;
        this.timeLimit = builder.timeLimit;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The seed of sampling; without temperature it changes nothing. */
    public Optional<Long> seed() {
        return Optional.ofNullable(seed);
    }

    /** Tokens less likely than this fraction of the likeliest are dropped, 0 to 1. */
    public Optional<Double> minP() {
        return Optional.ofNullable(minP);
    }

    /** After this time generation stops where it is, with the finish reason {@code OTHER}. */
    public Optional<Duration> timeLimit() {
        return Optional.ofNullable(timeLimit);
    }

    @Override
    public ChatRequestParameters overrideWith(ChatRequestParameters that) {
        return builder().overrideWith(this).overrideWith(that).build();
    }

    @Override
    public ChatRequestParameters defaultedBy(ChatRequestParameters that) {
        return builder().overrideWith(that).overrideWith(this).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GenerationParameters that
                && super.equals(that)
                && Objects.equals(seed, that.seed)
                && Objects.equals(minP, that.minP)
                && Objects.equals(timeLimit, that.timeLimit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), seed, minP, timeLimit);
    }

    /** Builds the parameters of one request. */
    public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

        private Long seed;
        private Double minP;
        private Duration timeLimit;

        private Builder() {}

        public Builder seed(Long seed) {
            this.seed = seed;
            return this;
        }

        public Builder minP(Double minP) {
            this.minP = minP;
            return this;
        }

        public Builder timeLimit(Duration timeLimit) {
            this.timeLimit = timeLimit;
            return this;
        }

        @Override
        public Builder overrideWith(ChatRequestParameters parameters) {
            super.overrideWith(parameters);
            if (parameters instanceof GenerationParameters generation) {
                generation.seed().ifPresent(this::seed);
                generation.minP().ifPresent(this::minP);
                generation.timeLimit().ifPresent(this::timeLimit);
            }
            return this;
        }

        @Override
        public GenerationParameters build() {
            return new GenerationParameters(this);
        }
    }
}
