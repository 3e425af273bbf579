package org.jackknife.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.host.internal.BundleFiles;
import org.jackknife.host.internal.BundleInstaller;
import org.jackknife.host.internal.DeployFolder;
import org.jackknife.host.internal.EmbeddedFramework;
import org.jackknife.host.internal.ServicePlugins;
import org.osgi.framework.BundleException;

/**
 * Runs the plug-ins of this process: an embedded OSGi framework with the built-in bundles and a watched drop-in folder.
 *
 * <p>A bad bundle is refused with a {@link HostEvent} and harms nothing else. A dropped-in jar never replaces a built-in
 * one. Several hosts may run in one process, and in several processes at once: each has a cache of its own, deleted when
 * it closes.
 */
public final class JackknifeHost implements AutoCloseable {

    private final EmbeddedFramework framework;
    private final Plugins plugins;
    private final Optional<DeployFolder> deploy;

    private JackknifeHost(EmbeddedFramework framework, Plugins plugins, Optional<DeployFolder> deploy) {
        this.framework = framework;
        this.plugins = plugins;
        this.deploy = deploy;
    }

    /**
     * Starts a host; when it returns, every plug-in that was there is on offer.
     *
     * @throws HostException if the framework itself cannot start
     */
    public static JackknifeHost start(HostConfiguration configuration) {
        try {
            EmbeddedFramework framework = EmbeddedFramework.start(packages(configuration));
            Plugins plugins = new ServicePlugins(framework.context());
            BundleInstaller installer = new BundleInstaller(framework.context(), plugins);
            installBuiltIn(configuration, installer);
            Optional<DeployFolder> deploy = configuration
                    .deploy()
                    .map(folder -> new DeployFolder(folder, installer, configuration.listener()));
            deploy.ifPresent(DeployFolder::scanAll);
            configuration.poll().ifPresent(interval -> deploy.ifPresent(folder -> folder.watch(interval)));
            return new JackknifeHost(framework, plugins, deploy);
        } catch (IOException | BundleException e) {
            throw new HostException("the plug-in host cannot start: " + e.getMessage(), e);
        }
    }

    /** Everything on offer, always current. */
    public Plugins plugins() {
        return plugins;
    }

    /** Stops watching, then every bundle, and deletes the cache. */
    @Override
    public void close() {
        deploy.ifPresent(DeployFolder::close);
        framework.close();
    }

    private static String packages(HostConfiguration configuration) throws IOException {
        Optional<Path> file = configuration.systemPackages();
        return file.isPresent() ? SystemPackages.read(file.get()) : SystemPackages.ofClassPath();
    }

    private static void installBuiltIn(HostConfiguration configuration, BundleInstaller installer) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path bundle : configuration.bundles()) {
            files.addAll(BundleFiles.expand(bundle));
        }
        installer.installBuiltIn(files, configuration.listener());
    }
}
