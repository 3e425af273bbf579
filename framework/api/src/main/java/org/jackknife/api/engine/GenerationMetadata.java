package org.jackknife.api.engine;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import java.util.Objects;
import java.util.Optional;

/** LangChain4j's response metadata with the {@link Generation} behind it. */
public final class GenerationMetadata extends ChatResponseMetadata {

    private final Generation generation;

    private GenerationMetadata(Builder builder) {
        super(builder);
        this.generation = Objects.requireNonNull(builder.generation, "generation");
    }

    public static Builder builder() {
        return new Builder();
    }

    public Generation generation() {
        return generation;
    }

    /** The generation behind a response; empty where the model is not one of an engine's. */
    public static Optional<Generation> of(ChatResponse response) {
        return response.metadata() instanceof GenerationMetadata metadata
                ? Optional.of(metadata.generation())
                : Optional.empty();
    }

    @Override
    public Builder toBuilder() {
        return ((Builder) toBuilder(builder())).generation(generation);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GenerationMetadata that && super.equals(that) && generation.equals(that.generation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), generation);
    }

    /** Builds the metadata of one response. */
    public static final class Builder extends ChatResponseMetadata.Builder<Builder> {

        private Generation generation;

        private Builder() {}

        public Builder generation(Generation generation) {
            this.generation = generation;
            return this;
        }

        @Override
        public GenerationMetadata build() {
            return new GenerationMetadata(this);
        }
    }
}
