package org.jackknife.host.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.host.HostEvent;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Takes bundle files into the framework and offers their plug-ins, or refuses a file as a whole and leaves no trace.
 *
 * <p>One thread at a time.
 */
public final class BundleInstaller {

    private final BundleContext context;
    private final Plugins plugins;
    private final PluginBuilder builder;
    private final ResolutionReport report;

    public BundleInstaller(BundleContext context, Plugins plugins) {
        this.context = context;
        this.plugins = plugins;
        this.builder = new PluginBuilder(plugins);
        this.report = new ResolutionReport(context.getBundle().adapt(FrameworkWiring.class));
    }

    /** Installs the built-in bundles, all before the first is started, so that they may need one another. */
    public void installBuiltIn(List<Path> files, Consumer<HostEvent> listener) {
        Map<BundleFile, Bundle> installed = new LinkedHashMap<>();
        for (Path path : files) {
            try {
                BundleFile file = BundleFile.read(path);
                checkSymbolicName(file);
                installed.put(file, installByReference(file));
            } catch (RefusedException e) {
                listener.accept(new HostEvent(HostEvent.Kind.REFUSED, path, e.getMessage()));
            }
        }
        installed.forEach((file, bundle) -> {
            try {
                String sentence = activate(file, bundle, true);
                listener.accept(new HostEvent(HostEvent.Kind.INSTALLED, file.path(), sentence));
            } catch (RefusedException e) {
                listener.accept(new HostEvent(HostEvent.Kind.REFUSED, file.path(), e.getMessage()));
            }
        });
    }

    /**
     * Installs a dropped-in jar. The framework works on a copy, so that the file may be replaced at any time.
     *
     * @throws RefusedException if it cannot be taken; nothing of it stays
     */
    Installed install(Path path) throws RefusedException {
        BundleFile file = BundleFile.read(path);
        checkSymbolicName(file);
        try (InputStream content = Files.newInputStream(path)) {
            Bundle bundle = context.installBundle(path.toUri().toString(), content);
            return new Installed(bundle, activate(file, bundle, false));
        } catch (BundleException e) {
            throw badManifest(file, e);
        } catch (IOException e) {
            throw new RefusedException("%s cannot be read: %s".formatted(file.name(), e.getMessage()), e);
        }
    }

    /** Takes a bundle and its plug-ins away. */
    void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
            // without a refresh the framework keeps the class loader for bundles that might still be wired to it
            context.getBundle().adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
        } catch (BundleException e) {
            throw new IllegalStateException("bundle %s cannot be removed: %s".formatted(bundle, e.getMessage()), e);
        }
    }

    /**
     * A bundle that was taken.
     *
     * @param bundle the bundle
     * @param sentence what it offers, in words
     */
    record Installed(Bundle bundle, String sentence) {}

    private Bundle installByReference(BundleFile file) throws RefusedException {
        try {
            return context.installBundle("reference:" + file.path().toUri());
        } catch (BundleException e) {
            throw badManifest(file, e);
        }
    }

    private static RefusedException badManifest(BundleFile file, BundleException e) {
        return new RefusedException(
                "%s has a manifest that is not a bundle's: %s; let bnd write it".formatted(file.name(), e.getMessage()), e);
    }

    private void checkSymbolicName(BundleFile file) throws RefusedException {
        Optional<Bundle> owner = Arrays.stream(context.getBundles())
                .filter(bundle -> file.symbolicName().equals(bundle.getSymbolicName()))
                .findFirst();
        if (owner.isPresent()) {
            throw new RefusedException(
                    "%s has the symbolic name %s, which the installed bundle %s %s has already; give the new one another name, or remove the old one"
                            .formatted(file.name(), file.symbolicName(), file.symbolicName(), owner.get().getVersion()));
        }
    }

    private String activate(BundleFile file, Bundle bundle, boolean builtIn) throws RefusedException {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            List<BuiltPlugin> built = build(file, bundle);
            for (BuiltPlugin plugin : built) {
                bundle.getBundleContext()
                        .registerService(
                                plugin.contractNames(), plugin.instance(), ServicePlugins.properties(plugin, builtIn));
            }
            return describe(file, built);
        } catch (BundleException e) {
            RefusedException refusal = new RefusedException(file.name() + " " + whyNotStarted(bundle, e), e);
            uninstall(bundle);
            throw refusal;
        } catch (RefusedException e) {
            uninstall(bundle);
            throw e;
        }
    }

    private String whyNotStarted(Bundle bundle, BundleException e) {
        return e.getType() == BundleException.ACTIVATOR_ERROR
                ? "fails in its bundle activator: " + e.getCause()
                : report.explain(bundle, e);
    }

    private List<BuiltPlugin> build(BundleFile file, Bundle bundle) throws RefusedException {
        List<BuiltPlugin> built = new ArrayList<>();
        for (BundleCapability capability :
                bundle.adapt(BundleRevision.class).getDeclaredCapabilities(Plugin.NAMESPACE)) {
            BuiltPlugin plugin = builder.build(bundle, capability, file.name());
            checkId(file, plugin, built);
            built.add(plugin);
        }
        return built;
    }

    private void checkId(BundleFile file, BuiltPlugin plugin, List<BuiltPlugin> siblings) throws RefusedException {
        for (Class<?> contract : plugin.contracts()) {
            Optional<String> owner = plugins.all(contract).stream()
                    .filter(other -> other.id().equals(plugin.id()))
                    .map(other -> (other.builtIn() ? "the built-in bundle " : "the bundle ") + other.source())
                    .findFirst()
                    .or(() -> siblings.stream()
                            .filter(sibling -> sibling.id().equals(plugin.id())
                                    && sibling.contracts().contains(contract))
                            .map(sibling -> "the same jar in " + sibling.instance().getClass().getName())
                            .findFirst());
            if (owner.isPresent()) {
                throw new RefusedException("%s offers the %s '%s', which %s offers already; choose another id"
                        .formatted(file.name(), BuiltPlugin.kind(contract), plugin.id(), owner.get()));
            }
        }
    }

    private static String describe(BundleFile file, List<BuiltPlugin> built) {
        return built.isEmpty()
                ? file.name() + " offers packages to other bundles"
                : file.name() + " offers "
                        + built.stream().map(BuiltPlugin::toString).collect(Collectors.joining(", "));
    }
}
