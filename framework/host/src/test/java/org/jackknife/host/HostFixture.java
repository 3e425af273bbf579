package org.jackknife.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jackknife.api.analysis.Analysis;
import org.jackknife.api.plugin.Contribution;

/** Folders, a host over them, and the events it told. */
final class HostFixture implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    final Path bundles;
    final Path deploy;
    private final BlockingQueue<HostEvent> events = new LinkedBlockingQueue<>();
    private JackknifeHost host;

    HostFixture(Path folder) throws IOException {
        bundles = Files.createDirectories(folder.resolve("bundles"));
        deploy = Files.createDirectories(folder.resolve("deploy"));
    }

    HostFixture start() {
        host = JackknifeHost.start(configuration());
        return this;
    }

    HostFixture startWatching() {
        host = JackknifeHost.start(configuration().watching(POLL));
        return this;
    }

    private HostConfiguration configuration() {
        return HostConfiguration.of(bundles).withDeploy(deploy).withListener(events::add);
    }

    JackknifeHost host() {
        return host;
    }

    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    List<Contribution<Analysis>> analyses() {
        return host.plugins().all(Analysis.class);
    }

    List<String> ids() {
        return analyses().stream().map(Contribution::id).toList();
    }

    /** The next event, waited for. */
    HostEvent event() throws InterruptedException {
        HostEvent event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event within ten seconds").isNotNull();
        return event;
    }

    /** The next event that is a refusal; others before it are passed over. */
    String refusal() throws InterruptedException {
        HostEvent event = event();
        while (event.kind() != HostEvent.Kind.REFUSED) {
            event = event();
        }
        return event.sentence();
    }

    boolean isQuiet() {
        return events.isEmpty();
    }

    @Override
    public void close() {
        if (host != null) {
            host.close();
        }
    }
}
