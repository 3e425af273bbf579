package org.jackknife.testkit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.Plugins;

/** Plug-ins without a host: found by id in a map, under whichever contracts they implement. */
public record ListedPlugins(Map<String, Object> services) implements Plugins {

    @Override
    public <T> List<Contribution<T>> all(Class<T> contract) {
        return new TreeMap<>(services)
                .entrySet().stream()
                        .filter(entry -> contract.isInstance(entry.getValue()))
                        .map(entry -> new Contribution<>(
                                entry.getKey(), "A fake.", "fakes 1.0.0", true, contract.cast(entry.getValue())))
                        .toList();
    }
}
