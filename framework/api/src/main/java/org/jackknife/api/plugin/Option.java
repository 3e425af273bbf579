package org.jackknife.api.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a plug-in's options record: its name and type come from the component, the rest from here.
 *
 * <p>Component types: {@code boolean}, {@code int}, {@code long}, {@code double}, {@code String}, {@code Path}, an
 * enum (written as its {@code toString()}), {@code Optional} of those, and {@code List<String>} (comma-separated).
 * A component that is a record of such components, without this annotation, stands for a group of options.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Option {

    /** The marker for "no default": the user must give a value, unless the component is an {@code Optional}. */
    String REQUIRED = "\0required";

    /** What the option means, in one sentence. */
    String value();

    /** The unit of the value, such as {@code fraction} or {@code tokens}; empty where there is none. */
    String unit() default "";

    /** The default, written as a user would write it. */
    String defaultValue() default REQUIRED;

    /** The smallest allowed number, inclusive. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The largest allowed number, inclusive. */
    double max() default Double.POSITIVE_INFINITY;
}
