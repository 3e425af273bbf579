package org.jackknife.api.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/**
 * Makes a class a plug-in: the host finds it by the bundle header that this annotation writes at build time, builds it
 * with constructor injection, and offers it under every contract of this API that it implements.
 *
 * <p>One annotated class in one jar is a whole plug-in. Ids are unique among all plug-ins of one kind; a dropped-in jar
 * never replaces a built-in one.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Capability(namespace = Plugin.NAMESPACE, attribute = "class=${@class}")
public @interface Plugin {

    /** The capability namespace under which the header lists plug-in classes. */
    String NAMESPACE = "org.jackknife.plugin";

    /** The name people write in recipes and scenarios: lower case, digits and hyphens, such as {@code magnitude}. */
    @Attribute("id")
    String value();

    /** What the plug-in does, in one sentence for {@code list} and {@code --help}. */
    @Attribute("summary")
    String summary();
}
