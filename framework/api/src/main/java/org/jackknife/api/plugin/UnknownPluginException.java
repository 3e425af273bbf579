package org.jackknife.api.plugin;

import java.util.List;
import java.util.Locale;

/** Says that no plug-in has the id asked for, and which ids there are. */
public final class UnknownPluginException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public UnknownPluginException(Class<?> contract, String id, List<String> known) {
        super("there is no %s '%s'; installed: %s"
                .formatted(
                        contract.getSimpleName().toLowerCase(Locale.ROOT),
                        id,
                        known.isEmpty() ? "none" : String.join(", ", known)));
    }
}
