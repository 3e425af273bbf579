package org.jackknife.study.testing;

import java.util.Comparator;
import java.util.List;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.Plugins;

/** Plug-ins without a host: found in a list. */
public record FakePlugins(List<Contribution<?>> contributions) implements Plugins {

    /** All fakes, the same in parent and worker. */
    public static FakePlugins all() {
        return new FakePlugins(List.of(
                contribution("fake", new FakeEngine()),
                contribution("count", new CountTask()),
                contribution("walk", new WalkPolicy(false)),
                contribution("offer", new WalkPolicy(true)),
                contribution("scale", new ScaleMethod()),
                contribution("choosy", new ChoosyMethod())));
    }

    private static <T> Contribution<T> contribution(String id, T service) {
        return new Contribution<>(id, "A fake.", "org.jackknife.fakes 1.0.0", true, service);
    }

    // safe: only services that are instances of the contract are handed out
    @SuppressWarnings("unchecked")
    @Override
    public <T> List<Contribution<T>> all(Class<T> contract) {
        return contributions.stream()
                .filter(contribution -> contract.isInstance(contribution.service()))
                .sorted(Comparator.comparing(Contribution::id))
                .map(contribution -> (Contribution<T>) contribution)
                .toList();
    }
}
