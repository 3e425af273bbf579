package org.jackknife.cli.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jackknife.api.analysis.Analysis;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.method.Method;
import org.jackknife.api.plugin.Configurable;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.task.Task;

/** The kinds of plug-ins that people choose by id. */
enum PluginKind {
    METHODS("method", Method.class),
    ENGINES("engine", Engine.class),
    TASKS("task", Task.class),
    POLICIES("policy", Policy.class),
    ANALYSES("analysis", Analysis.class);

    private final String singular;
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    private final Class<? extends Configurable> contract;

    @SuppressWarnings("rawtypes")
    PluginKind(String singular, Class<? extends Configurable> contract) {
        this.singular = singular;
        this.contract = contract;
    }

    /** The kind of that name, singular or plural. */
    static Optional<PluginKind> named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.singular.equals(name) || kind.toString().equals(name))
                .findFirst();
    }

    String singular() {
        return singular;
    }

    /** What is installed of this kind, sorted by id. */
    List<PluginEntry> entries(Plugins plugins) {
        return plugins.all(contract).stream()
                .map(contribution -> PluginEntry.of(this, contribution))
                .toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
