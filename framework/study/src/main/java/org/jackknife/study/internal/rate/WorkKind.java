package org.jackknife.study.internal.rate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.jackknife.api.method.MethodCost;
import org.jackknife.gguf.TensorType;

/**
 * A kind of work that a compression consists of; a machine does so many units of it per second.
 *
 * @param unit what is counted
 * @param encoding the type and whether it is weighted, for weights that are encoded; empty otherwise
 */
public record WorkKind(Unit unit, Optional<MethodCost.Encoding> encoding) implements Comparable<WorkKind> {

    /** What is counted. */
    public enum Unit {
        /** A step of a recipe, whatever its size: loading libraries and code that is not compiled yet. */
        STEP,
        /** A byte written and forced to the disk. */
        BYTE,
        /** A look at a weight. */
        VISIT,
        /** A floating-point operation of dense products. */
        FLOP,
        /** A floating-point operation of the model's own products, in the engine. */
        ENGINE_FLOP,
        /** A weight stored by an encoder. */
        ENCODE
    }

    /** Work that is not encoding. */
    public static WorkKind of(Unit unit) {
        return new WorkKind(unit, Optional.empty());
    }

    /** Encoding like this, however much of it. */
    public static WorkKind of(MethodCost.Encoding encoding) {
        return new WorkKind(
                Unit.ENCODE, Optional.of(new MethodCost.Encoding(encoding.type(), encoding.weighted(), 0)));
    }

    /** As {@link #toString} wrote it. */
    @JsonCreator
    public static WorkKind parse(String text) {
        String[] words = text.split(" ");
        Unit unit = Unit.valueOf(words[0].toUpperCase(Locale.ROOT));
        return unit == Unit.ENCODE
                ? of(new MethodCost.Encoding(TensorType.valueOf(words[1]), words.length > 2, 0))
                : of(unit);
    }

    /** Such as {@code visit}, {@code encode Q4_K} or {@code encode Q4_K weighted}. */
    @JsonValue
    @Override
    public String toString() {
        String name = unit.name().toLowerCase(Locale.ROOT);
        return encoding
                .map(it -> name + " " + it.type() + (it.weighted() ? " weighted" : ""))
                .orElse(name);
    }

    @Override
    public int compareTo(WorkKind other) {
        return toString().compareTo(other.toString());
    }
}
