package org.jackknife.host.internal;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** Says in words why the framework cannot resolve a bundle: which of its requirements nothing meets. */
final class ResolutionReport {

    private static final Pattern FLOOR = Pattern.compile("\\(version>=([^)]+)\\)");
    private static final Pattern CEILING = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");
    private static final Pattern CLASS_FILE = Pattern.compile("version[>=]+([0-9.]+)");
    private static final String API = "org.jackknife.";

    private final FrameworkWiring wiring;

    ResolutionReport(FrameworkWiring wiring) {
        this.wiring = wiring;
    }

    /** The first unmet requirement of the bundle in words, or else what the framework said. */
    String explain(Bundle bundle, BundleException error) {
        return bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
                .filter(requirement -> isMandatory(requirement) && wiring.findProviders(requirement).isEmpty())
                .map(this::describe)
                .findFirst()
                .orElseGet(() -> "cannot be resolved: " + error.getMessage().lines().findFirst().orElse(""));
    }

    private static boolean isMandatory(Requirement requirement) {
        String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        return resolution == null || resolution.equals(Namespace.RESOLUTION_MANDATORY);
    }

    private String describe(Requirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        return switch (requirement.getNamespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> describePackage(filter);
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> describeJava(filter);
            default -> "needs the capability %s %s, which nothing here provides"
                    .formatted(requirement.getNamespace(), filter);
        };
    }

    private String describePackage(String filter) {
        String name = group(Pattern.compile("\\(osgi\\.wiring\\.package=([^)]+)\\)"), filter).orElse(filter);
        Optional<Version> offered = offered(name);
        if (offered.isEmpty()) {
            return ("needs the package %s, which nothing here offers; put the library inside the plug-in's jar, "
                            + "or drop in a bundle that exports the package")
                    .formatted(name);
        }
        String advice = name.startsWith(API)
                ? "build the plug-in against the API of this Jackknife"
                : "use the version of the library that this Jackknife carries, or put the other inside the plug-in's jar";
        return "needs the package %s in version %s, but %s is here; %s".formatted(name, range(filter), offered.get(), advice);
    }

    private static String describeJava(String filter) {
        return "is compiled for Java %s, but this is Java %d; compile it with a lower --release, or run on that Java"
                .formatted(group(CLASS_FILE, filter).orElse(filter), Runtime.version().feature());
    }

    private static String range(String filter) {
        String floor = group(FLOOR, filter).orElse("any");
        return group(CEILING, filter)
                .map(ceiling -> "%s or higher, below %s".formatted(floor, ceiling))
                .orElse(floor + " or higher");
    }

    private static Optional<String> group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The highest version of a package that anything installed exports. */
    private Optional<Version> offered(String packageName) {
        return wiring.findProviders(new AnyVersion(packageName)).stream()
                .map(BundleCapability::getAttributes)
                .map(attributes -> (Version) attributes.get(Constants.VERSION_ATTRIBUTE))
                .max(Version::compareTo);
    }

    /** Asks for a package whatever its version. */
    private record AnyVersion(String packageName) implements Requirement {

        @Override
        public String getNamespace() {
            return PackageNamespace.PACKAGE_NAMESPACE;
        }

        @Override
        public Map<String, String> getDirectives() {
            return Map.of(
                    Namespace.REQUIREMENT_FILTER_DIRECTIVE,
                    "(%s=%s)".formatted(PackageNamespace.PACKAGE_NAMESPACE, packageName));
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public Resource getResource() {
            return null;
        }
    }
}
