package org.jackknife.host.internal;

import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jackknife.api.plugin.Configurable;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.plugin.Plugins;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;

/** Builds the plug-in classes that a resolved bundle lists, and checks what they promise. */
final class PluginBuilder {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final String OWN = "org.jackknife.";

    private final Plugins plugins;

    PluginBuilder(Plugins plugins) {
        this.plugins = plugins;
    }

    BuiltPlugin build(Bundle bundle, BundleCapability capability, String file) throws RefusedException {
        Map<String, Object> attributes = capability.getAttributes();
        String id = attribute(attributes, "id", file);
        String className = attribute(attributes, "class", file);
        if (!ID.matcher(id).matches()) {
            throw new RefusedException(
                    "%s: the plug-in id '%s' is not made of lower-case words, digits and hyphens, such as 'my-method'; change the value of @Plugin on %s"
                            .formatted(file, id, className));
        }
        Class<?> type = load(bundle, className, file);
        List<Class<?>> contracts = contracts(type);
        if (contracts.isEmpty()) {
            throw new RefusedException(
                    "%s: the plug-in class %s implements no contract of the API, such as org.jackknife.api.method.Method"
                            .formatted(file, className));
        }
        Object instance = instantiate(type, file);
        checkOptions(instance, file);
        return new BuiltPlugin(id, attribute(attributes, "summary", file), instance, contracts);
    }

    private static String attribute(Map<String, Object> attributes, String name, String file) throws RefusedException {
        if (attributes.get(name) instanceof String value && !value.isBlank()) {
            return value;
        }
        throw new RefusedException("%s: its %s capability lacks the attribute '%s'; let bnd write it from @Plugin"
                .formatted(file, Plugin.NAMESPACE, name));
    }

    private static Class<?> load(Bundle bundle, String className, String file) throws RefusedException {
        try {
            return bundle.loadClass(className);
        } catch (ClassNotFoundException e) {
            throw new RefusedException(
                    "%s lists the plug-in class %s, but does not contain it; build the jar again from clean"
                            .formatted(file, className),
                    e);
        } catch (LinkageError e) {
            throw new RefusedException(
                    "%s: the plug-in class %s cannot be loaded: %s".formatted(file, className, describe(e)), e);
        }
    }

    /** Every interface of the host's own API and libraries that the class implements, itself or through a parent. */
    private static List<Class<?>> contracts(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            collect(c, found);
        }
        found.removeIf(contract -> !isContract(contract));
        return List.copyOf(found);
    }

    private static boolean isContract(Class<?> type) {
        return type.getName().startsWith(OWN)
                && type.getClassLoader() == Plugin.class.getClassLoader()
                && type != Configurable.class;
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        for (Class<?> contract : type.getInterfaces()) {
            found.add(contract);
            collect(contract, found);
        }
    }

    /**
     * A fresh injector for each plug-in: one that were kept would pin the class loader of a bundle that is gone.
     */
    private Object instantiate(Class<?> type, String file) throws RefusedException {
        try {
            return Guice.createInjector(binder -> binder.bind(Plugins.class).toInstance(plugins))
                    .getInstance(type);
        } catch (ConfigurationException e) {
            throw cannotBuild(type, file, firstLine(e.getErrorMessages()), e);
        } catch (ProvisionException e) {
            throw cannotBuild(type, file, e.getCause() == null ? firstLine(e.getErrorMessages()) : describe(e.getCause()), e);
        } catch (LinkageError e) {
            throw cannotBuild(type, file, describe(e), e);
        }
    }

    private static RefusedException cannotBuild(Class<?> type, String file, String why, Throwable cause) {
        return new RefusedException(
                "%s: the plug-in class %s cannot be built: %s; it needs a constructor without parameters, or one with @Inject that takes %s"
                        .formatted(file, type.getName(), why, Plugins.class.getName()),
                cause);
    }

    private static void checkOptions(Object instance, String file) throws RefusedException {
        if (!(instance instanceof Configurable<?> configurable)) {
            return;
        }
        try {
            OptionSchema.of(configurable.optionsType());
        } catch (RuntimeException | LinkageError e) {
            throw new RefusedException(
                    "%s: the options of %s are not usable: %s; mend the options record and build again"
                            .formatted(file, instance.getClass().getName(), describe(e)),
                    e);
        }
    }

    private static String firstLine(Collection<Message> messages) {
        String message = messages.iterator().next().getMessage();
        return message.lines().findFirst().orElse("no reason given").replaceFirst("\\.$", "");
    }

    private static String describe(Throwable e) {
        return e instanceof IllegalArgumentException && e.getMessage() != null ? e.getMessage() : e.toString();
    }
}
