package org.jackknife.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a host is started with. Immutable; start from {@link #of} and change what differs.
 *
 * @param bundles the built-in bundles: jars, exploded bundle folders, or folders of jars
 * @param deploy the folder of dropped-in jars; empty for none; it need not exist
 * @param poll how often the drop-in folder is looked at; empty to look once, at start
 * @param systemPackages the file that lists the packages of the class path which bundles may import, as
 *     {@link SystemPackages} writes it; empty to compute the list from the class path at start, some 50 ms
 * @param listener hears what becomes of each bundle; called on the starting thread at first, then on the watching one
 */
public record HostConfiguration(
        List<Path> bundles,
        Optional<Path> deploy,
        Optional<Duration> poll,
        Optional<Path> systemPackages,
        Consumer<HostEvent> listener) {

    /** How often {@link #watching()} looks at the drop-in folder. */
    public static final Duration POLL = Duration.ofMillis(500);

    public HostConfiguration {
        bundles = List.copyOf(bundles);
    }

    /** A host of built-in bundles alone. */
    public static HostConfiguration of(Path... bundles) {
        return new HostConfiguration(
                List.of(bundles), Optional.empty(), Optional.empty(), Optional.empty(), event -> {});
    }

    /** With a folder of dropped-in jars, read once at start. */
    public HostConfiguration withDeploy(Path folder) {
        return new HostConfiguration(bundles, Optional.of(folder), poll, systemPackages, listener);
    }

    /** With the drop-in folder watched for as long as the host runs. */
    public HostConfiguration watching() {
        return watching(POLL);
    }

    /** With the drop-in folder watched at the given interval. */
    public HostConfiguration watching(Duration interval) {
        return new HostConfiguration(bundles, deploy, Optional.of(interval), systemPackages, listener);
    }

    /** With a prepared list of packages. */
    public HostConfiguration withSystemPackages(Path file) {
        return new HostConfiguration(bundles, deploy, poll, Optional.of(file), listener);
    }

    /** With somebody to hear what becomes of bundles. */
    public HostConfiguration withListener(Consumer<HostEvent> hears) {
        return new HostConfiguration(bundles, deploy, poll, systemPackages, hears);
    }
}
