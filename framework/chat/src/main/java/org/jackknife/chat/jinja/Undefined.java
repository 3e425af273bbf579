package org.jackknife.chat.jinja;

/**
 * A value that is not there. It prints as nothing, is false and empty, and equals its own kind; every other use fails
 * with the reason it is missing.
 */
record Undefined(String reason) {

    static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    static Undefined attribute(Object object, Object key) {
        String type = Values.describeType(object);
        return new Undefined(key instanceof String name
                ? "'" + type + "' has no attribute '" + name + "'"
                : type + " has no element " + Values.repr(key));
    }

    TemplateException used() {
        return TemplateException.unplaced(reason);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Undefined;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
