package org.jackknife.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the program finds its parts and keeps its files.
 *
 * @param home the unpacked distribution: {@code lib}, {@code bundles}
 * @param deploy the drop-in folder; it need not exist
 * @param cache what may be made again: variants, downloads, class archives; it need not exist
 */
public record Locations(Path home, Path deploy, Path cache) {

    /** The system property with the distribution's folder, set by the launcher. */
    public static final String HOME = "jackknife.home";

    /** The system property with the drop-in folder. */
    public static final String DEPLOY = "jackknife.deploy";

    /**
     * The locations of this process.
     *
     * @throws IllegalStateException if the launcher did not say where the distribution is
     */
    static Locations of(Properties properties, Map<String, String> environment) {
        String home = properties.getProperty(HOME);
        if (home == null) {
            throw new IllegalStateException(
                    "the system property %s is missing; start the program by its script, bin/jackknife".formatted(HOME));
        }
        Path deploy = Optional.ofNullable(environment.get("JACKKNIFE_DEPLOY"))
                .or(() -> Optional.ofNullable(properties.getProperty(DEPLOY)))
                .map(Path::of)
                .orElseGet(() -> Path.of(home, "deploy"));
        Path cache = Optional.ofNullable(environment.get("JACKKNIFE_HOME"))
                .map(Path::of)
                .orElseGet(() -> Path.of(properties.getProperty("user.home"), ".cache", "jackknife"));
        return new Locations(Path.of(home), deploy, cache);
    }

    /** The built-in bundles. */
    public Path bundles() {
        return home.resolve("bundles");
    }

    /** The prepared list of packages that bundles may import. */
    Path systemPackages() {
        return home.resolve("lib").resolve("packages.txt");
    }
}
