package org.jackknife.cli;

import java.util.function.Consumer;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.host.HostConfiguration;
import org.jackknife.host.HostEvent;
import org.jackknife.host.JackknifeHost;

/**
 * What every command is given: where things are, how to print, and the plug-ins, whose host starts when first asked for.
 *
 * <p>One thread at a time. The host is closed with the process, also when it is interrupted.
 */
public final class CommandContext {

    private final Locations locations;
    private final Output output;
    private boolean json;
    private boolean verbose;
    private JackknifeHost host;

    public CommandContext(Locations locations, Output output) {
        this.locations = locations;
        this.output = output;
    }

    public Locations locations() {
        return locations;
    }

    public Output output() {
        return output;
    }

    /** Whether results are wanted as JSON. */
    public boolean json() {
        return json;
    }

    /** Whether errors are wanted with their stack traces. */
    public boolean verbose() {
        return verbose;
    }

    /** The plug-ins, built-in and dropped in; a jar that is refused is told as a warning. */
    public Plugins plugins() {
        if (host == null) {
            open(configuration().withListener(this::warnOfRefusal));
        }
        return host.plugins();
    }

    /**
     * The plug-ins, with the drop-in folder watched until the process ends.
     *
     * @param listener hears what becomes of each bundle from now on, on another thread
     * @throws IllegalStateException if {@link #plugins} was called before
     */
    public Plugins watchedPlugins(Consumer<HostEvent> listener) {
        if (host != null) {
            throw new IllegalStateException("the host already runs without watching");
        }
        open(configuration().withListener(listener).watching());
        return host.plugins();
    }

    void setJson(boolean wanted) {
        json = wanted;
    }

    void setVerbose(boolean wanted) {
        verbose = wanted;
    }

    private HostConfiguration configuration() {
        return HostConfiguration.of(locations.bundles())
                .withDeploy(locations.deploy())
                .withSystemPackages(locations.systemPackages());
    }

    private void open(HostConfiguration configuration) {
        host = JackknifeHost.start(configuration);
        Runtime.getRuntime().addShutdownHook(new Thread(host::close, "jackknife-close"));
    }

    private void warnOfRefusal(HostEvent event) {
        if (event.kind() == HostEvent.Kind.REFUSED) {
            output.warning(event.sentence());
        }
    }
}
