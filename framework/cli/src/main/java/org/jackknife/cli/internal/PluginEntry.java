package org.jackknife.cli.internal;

import java.util.List;
import org.jackknife.api.analysis.Analysis;
import org.jackknife.api.method.Method;
import org.jackknife.api.plugin.Configurable;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.plugin.OptionSpec;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.task.Task;

/**
 * What is told about a plug-in; also its JSON.
 *
 * @param kind its kind in the singular, such as {@code method}
 * @param id what it is called in recipes and scenarios
 * @param summary one sentence
 * @param version the version of its algorithm; empty for engines
 * @param reference for methods the publication or format, for tasks the capability that they measure; may be empty
 * @param bundle the bundle it came from
 * @param builtIn whether it belongs to the distribution
 * @param options what can be chosen
 */
record PluginEntry(
        String kind,
        String id,
        String summary,
        String version,
        String reference,
        String bundle,
        boolean builtIn,
        List<OptionSpec> options) {

    static PluginEntry of(PluginKind kind, @SuppressWarnings("rawtypes") Contribution<? extends Configurable> contribution) {
        Configurable<?> service = contribution.service();
        return new PluginEntry(
                kind.singular(),
                contribution.id(),
                contribution.summary(),
                version(service),
                reference(service),
                contribution.source(),
                contribution.builtIn(),
                OptionSchema.of(service.optionsType()).specs());
    }

    private static String version(Configurable<?> service) {
        return switch (service) {
            case Method<?> method -> method.version();
            case Task<?> task -> task.version();
            case Policy<?> policy -> policy.version();
            case Analysis<?> analysis -> analysis.version();
            default -> "";
        };
    }

    private static String reference(Configurable<?> service) {
        return switch (service) {
            case Method<?> method -> method.source();
            case Task<?> task -> task.capability();
            default -> "";
        };
    }
}
