package org.jackknife.chat.jinja;

import java.util.Map;

/** The object of {@code namespace()}: the one thing a template may change from within an inner scope. */
record Namespace(Map<String, Object> attributes) {}
