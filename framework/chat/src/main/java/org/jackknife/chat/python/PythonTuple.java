package org.jackknife.chat.python;

import java.util.AbstractList;
import java.util.List;

/**
 * An immutable Python tuple. It reads as a {@link List}, but is never equal to one: in Python {@code (1,) != [1]}.
 * Elements follow the mapping of {@link PythonLiteral} and may be null ({@code None}).
 */
public final class PythonTuple extends AbstractList<Object> {

    private final Object[] elements;

    private PythonTuple(Object[] elements) {
        this.elements = elements;
    }

    /** Makes a tuple of the given elements; the array is copied. */
    public static PythonTuple of(Object... elements) {
        return new PythonTuple(elements.clone());
    }

    /** Makes a tuple of the elements of a list, in order. */
    public static PythonTuple copyOf(List<?> elements) {
        return new PythonTuple(elements.toArray());
    }

    @Override
    public Object get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PythonTuple && super.equals(other);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + 1;
    }
}
