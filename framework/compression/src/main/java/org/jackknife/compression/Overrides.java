package org.jackknife.compression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jackknife.gguf.TensorType;

/**
 * Finds a user's own value for a tensor among choices written {@code REGEX=VALUE}; the first match wins. Immutable.
 *
 * @param <V> the values
 */
public final class Overrides<V> {

    private record Choice<V>(Pattern name, V value) {}

    private final List<Choice<V>> choices;

    private Overrides(List<Choice<V>> choices) {
        this.choices = choices;
    }

    /**
     * Reads choices.
     *
     * @param written each {@code REGEX=VALUE}, the expression found anywhere in a tensor's name
     * @param reader reads a value; its {@code IllegalArgumentException} says what values there are
     * @throws IllegalArgumentException if one cannot be read; the message quotes it
     */
    public static <V> Overrides<V> parse(List<String> written, Function<String, V> reader) {
        List<Choice<V>> choices = new ArrayList<>();
        for (String choice : written) {
            int equals = choice.lastIndexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "override '%s' must be REGEX=VALUE, an expression and what its tensors get".formatted(choice));
            }
            try {
                Pattern name = Pattern.compile(choice.substring(0, equals));
                choices.add(new Choice<>(name, reader.apply(choice.substring(equals + 1))));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("override '%s': %s".formatted(choice, e.getMessage()), e);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("override '%s': %s".formatted(choice, e.getMessage()), e);
            }
        }
        return new Overrides<>(List.copyOf(choices));
    }

    /**
     * Reads choices of tensor types, such as {@code attn_v=Q8_0}.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static Overrides<TensorType> ofTypes(List<String> written) {
        return parse(written, Overrides::type);
    }

    /**
     * A tensor type by the name that users write.
     *
     * @throws IllegalArgumentException if there is none, or no file can hold it any more
     */
    public static TensorType type(String name) {
        return TensorType.byName(name)
                .filter(type -> !type.removed())
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no tensor type '%s'; examples are Q4_K, Q6_K, Q8_0, IQ4_NL, F16".formatted(name)));
    }

    /** The value of the first choice that names the tensor. */
    public Optional<V> of(String tensor) {
        return choices.stream()
                .filter(choice -> choice.name().matcher(tensor).find())
                .map(Choice::value)
                .findFirst();
    }
}
