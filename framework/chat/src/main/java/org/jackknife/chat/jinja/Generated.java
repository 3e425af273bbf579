package org.jackknife.chat.jinja;

import java.util.AbstractList;
import java.util.List;

/**
 * What {@code map}, {@code select} and their kin return. Python makes a generator there: always true, without length and
 * without indices, which templates can observe.
 */
final class Generated extends AbstractList<Object> {

    private final List<Object> items;

    Generated(List<Object> items) {
        this.items = items;
    }

    @Override
    public Object get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }
}
