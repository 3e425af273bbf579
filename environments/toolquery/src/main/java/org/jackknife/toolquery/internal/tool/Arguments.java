package org.jackknife.toolquery.internal.tool;

import java.util.List;
import java.util.Map;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.toolquery.internal.value.PythonEquality;
import org.jackknife.toolquery.internal.value.PythonException;

/**
 * The input of an action, read the way Python reads {@code params["name"]}.
 *
 * @param value the literal that the agent wrote; usually a map, but nothing forces an agent to write one
 */
public record Arguments(Object value) {

    /**
     * The argument of that name.
     *
     * @throws PythonException {@code KeyError} if it is missing, {@code TypeError} if the input is no map
     */
    public Object get(String name) {
        return switch (value) {
            case Map<?, ?> map when map.containsKey(name) -> map.get(name);
            case Map<?, ?> _ -> throw new PythonException("KeyError", "'" + name + "'");
            case List<?> _ ->
                throw new PythonException("TypeError", "list indices must be integers or slices, not str");
            case String _ -> throw new PythonException("TypeError", "string indices must be integers");
            case null, default ->
                throw new PythonException(
                        "TypeError", "'%s' object is not subscriptable".formatted(PythonEquality.typeName(value)));
        };
    }

    /**
     * A numeric argument; text that spells a number counts, since a live service reads both from its address.
     *
     * @throws PythonException also {@code ValueError} if it is no finite number
     */
    public double number(String name) {
        Object argument = get(name);
        if (PythonEquality.isNumber(argument)) {
            return finite(PythonEquality.toDouble(argument), argument);
        }
        try {
            return finite(Double.parseDouble(PythonLiteral.str(argument).strip()), argument);
        } catch (NumberFormatException e) {
            throw notANumber(argument);
        }
    }

    private double finite(double number, Object argument) {
        if (!Double.isFinite(number)) {
            throw notANumber(argument);
        }
        return number;
    }

    private PythonException notANumber(Object argument) {
        return new PythonException("ValueError", "could not convert string to float: " + PythonLiteral.repr(argument));
    }
}
