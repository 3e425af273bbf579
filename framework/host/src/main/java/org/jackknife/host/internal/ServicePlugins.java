package org.jackknife.host.internal;

import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.Plugins;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Finds plug-ins in the framework's service registry, which forgets a plug-in when its bundle goes. */
public final class ServicePlugins implements Plugins {

    private static final String ID = "id";
    private static final String SUMMARY = "summary";
    private static final String BUILT_IN = "builtIn";

    private final BundleContext context;

    public ServicePlugins(BundleContext context) {
        this.context = context;
    }

    /** The properties under which a plug-in is registered, for {@link #all} to read back. */
    static Dictionary<String, Object> properties(BuiltPlugin plugin, boolean builtIn) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(ID, plugin.id());
        properties.put(SUMMARY, plugin.summary());
        properties.put(BUILT_IN, builtIn);
        return properties;
    }

    @Override
    public <T> List<Contribution<T>> all(Class<T> contract) {
        try {
            return context.getServiceReferences(contract, null).stream()
                    .map(this::contribution)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(Contribution::id))
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError("no filter was given", e);
        }
    }

    /** Empty where the plug-in went away between the two looks. */
    private <T> Optional<Contribution<T>> contribution(ServiceReference<T> reference) {
        T service = context.getService(reference);
        Bundle bundle = reference.getBundle();
        if (service == null || bundle == null) {
            return Optional.empty();
        }
        return Optional.of(new Contribution<>(
                (String) reference.getProperty(ID),
                (String) reference.getProperty(SUMMARY),
                bundle.getSymbolicName() + " " + bundle.getVersion(),
                (Boolean) reference.getProperty(BUILT_IN),
                service));
    }
}
