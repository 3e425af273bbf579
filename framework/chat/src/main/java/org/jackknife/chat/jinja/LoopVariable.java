package org.jackknife.chat.jinja;

import java.util.List;
import java.util.Objects;

/** The {@code loop} object inside a {@code for}. */
final class LoopVariable implements Callable {

    private final List<?> items;
    private final int depth0;
    private final Callable recursion;
    private int index0;
    private List<Object> lastChanged;

    /** @param recursion what {@code loop(...)} does, null if the loop is not recursive */
    LoopVariable(List<?> items, int depth0, Callable recursion) {
        this.items = items;
        this.depth0 = depth0;
        this.recursion = recursion;
    }

    void moveTo(int newIndex0) {
        index0 = newIndex0;
    }

    Object attribute(String name) {
        return switch (name) {
            case "index0" -> (long) index0;
            case "index" -> index0 + 1L;
            case "revindex" -> (long) (items.size() - index0);
            case "revindex0" -> items.size() - index0 - 1L;
            case "first" -> index0 == 0;
            case "last" -> index0 == items.size() - 1;
            case "length" -> (long) items.size();
            case "depth0" -> (long) depth0;
            case "depth" -> depth0 + 1L;
            case "previtem" -> index0 == 0 ? new Undefined("there is no previous item") : items.get(index0 - 1);
            case "nextitem" -> index0 == items.size() - 1 ? new Undefined("there is no next item") : items.get(index0 + 1);
            case "cycle" -> (Callable) this::cycle;
            case "changed" -> (Callable) this::changed;
            default -> new Undefined("'LoopContext' object has no attribute '" + name + "'");
        };
    }

    private Object cycle(Arguments arguments) {
        List<Object> values = arguments.positional();
        if (values.isEmpty()) {
            throw TemplateException.unplaced("no items for cycling given");
        }
        return values.get(index0 % values.size());
    }

    private Object changed(Arguments arguments) {
        boolean changed = !Objects.equals(lastChanged, arguments.positional());
        lastChanged = arguments.positional();
        return changed;
    }

    @Override
    public Object call(Arguments arguments) {
        if (recursion == null) {
            throw TemplateException.unplaced("The loop must have the 'recursive' marker to be called recursively.");
        }
        return recursion.call(arguments);
    }
}
