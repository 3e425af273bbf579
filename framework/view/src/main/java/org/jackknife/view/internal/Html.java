package org.jackknife.view.internal;

/** Builds HTML: text is escaped, markup is not. */
public final class Html {

    private final StringBuilder text = new StringBuilder();

    /** Adds markup as it is. */
    public Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Adds an element that holds text. */
    public Html element(String name, String content) {
        return raw("<" + name + ">").text(content).raw("</" + name + ">");
    }

    /** Adds an element with a class that holds text. */
    public Html element(String name, String cssClass, String content) {
        return raw("<" + name + " class=\"" + cssClass + "\">").text(content).raw("</" + name + ">");
    }

    /** Adds text. */
    public Html text(String content) {
        return raw(escaped(content));
    }

    /** Text that can stand in content and in double-quoted attributes. */
    public static String escaped(String content) {
        return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
