package org.jackknife.host.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A running Felix with a cache of its own. */
public final class EmbeddedFramework implements AutoCloseable {

    /**
     * Guice reads class files for line numbers when it reports an error, and logs a stack trace where the class file is
     * newer than its ASM; the report itself is complete without. Held here because JUL keeps loggers weakly.
     */
    private static final Logger GUICE_LINE_NUMBERS = Logger.getLogger("com.google.inject.internal.util.LineNumbers");

    private static final long STOP_MILLIS = 10_000;

    private final Framework framework;
    private final FrameworkCache cache;

    private EmbeddedFramework(Framework framework, FrameworkCache cache) {
        this.framework = framework;
        this.cache = cache;
    }

    /**
     * Starts a framework without bundles.
     *
     * @param packages packages of the class path that bundles may import
     */
    public static EmbeddedFramework start(String packages) throws IOException, BundleException {
        GUICE_LINE_NUMBERS.setLevel(Level.OFF);
        FrameworkCache cache = FrameworkCache.create();
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, cache.folder().toString());
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, packages);
        Framework framework = new FrameworkFactory().newFramework(settings);
        framework.start();
        return new EmbeddedFramework(framework, cache);
    }

    public BundleContext context() {
        return framework.getBundleContext();
    }

    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(STOP_MILLIS);
        } catch (BundleException e) {
            throw new IllegalStateException("the plug-in framework does not stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cache.delete();
        }
    }
}
