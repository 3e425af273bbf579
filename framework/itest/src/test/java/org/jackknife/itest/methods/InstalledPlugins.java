package org.jackknife.itest.methods;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.Plugins;

/** Built-in plug-ins without a host: found by id in a map. */
record InstalledPlugins(Map<String, Object> services) implements Plugins {

    @Override
    public <T> List<Contribution<T>> all(Class<T> contract) {
        return new TreeMap<>(services)
                .entrySet().stream()
                        .filter(entry -> contract.isInstance(entry.getValue()))
                        .map(entry -> new Contribution<>(
                                entry.getKey(), "", "test", true, contract.cast(entry.getValue())))
                        .toList();
    }
}
