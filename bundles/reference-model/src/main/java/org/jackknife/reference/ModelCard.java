package org.jackknife.reference;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * What is known of the embedded model, from {@code reference-model.json} beside it, which the recipe writes.
 *
 * @param name the model's name
 * @param sha256 of the GGUF file, 64 lower-case hexadecimal digits
 * @param bytes size of the GGUF file
 * @param parameters how many weights
 * @param recipe how it was trained: version, seed, steps, tokens, data.sha256
 * @param measured success rates in closed loop, 0 to 1, by what was measured
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelCard(
        String name, String sha256, long bytes, long parameters, Map<String, String> recipe, Map<String, Double> measured) {

    private static final String RESOURCE = "reference-model.json";

    public ModelCard {
        recipe = Map.copyOf(recipe);
        measured = Map.copyOf(measured);
    }

    static ModelCard embedded() {
        try (InputStream json = ModelCard.class.getResourceAsStream(RESOURCE)) {
            if (json == null) {
                throw new IllegalStateException("the bundle holds no %s; build it again".formatted(RESOURCE));
            }
            return new ObjectMapper().readValue(json, ModelCard.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the bundle's %s cannot be read".formatted(RESOURCE), e);
        }
    }
}
