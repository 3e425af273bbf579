package org.jackknife.api.plugin;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds plug-ins by contract and id.
 *
 * <p>Answers reflect the moment of the call: plug-ins come and go while the host runs. Safe for several threads.
 */
@ProviderType
public interface Plugins {

    /** All plug-ins of a contract, sorted by id; never null, possibly empty. */
    <T> List<Contribution<T>> all(Class<T> contract);

    /**
     * The plug-in of that id.
     *
     * @throws UnknownPluginException if there is none; the message lists what there is
     */
    default <T> Contribution<T> get(Class<T> contract, String id) {
        List<Contribution<T>> all = all(contract);
        return all.stream()
                .filter(contribution -> contribution.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnknownPluginException(
                        contract, id, all.stream().map(Contribution::id).toList()));
    }
}
