package org.jackknife.chat.jinja;

/** Something a template can call. */
@FunctionalInterface
interface Callable {

    /** @throws TemplateException if the arguments do not fit, or the call fails */
    Object call(Arguments arguments);
}
