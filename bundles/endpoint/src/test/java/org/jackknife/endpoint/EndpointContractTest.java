package org.jackknife.endpoint;

import java.io.IOException;
import java.util.Map;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.testkit.EngineKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The engine's contract, against a server that answers shortly and refuses long prompts as llama-server does. */
class EndpointContractTest extends EngineKit<EndpointEngine.Options> {

    private LocalServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new LocalServer(LocalServer.unlessLongerThan(50_000, LocalServer.says("Hi.")));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Override
    protected Engine<EndpointEngine.Options> engine() {
        return new EndpointEngine();
    }

    @Override
    protected EndpointEngine.Options options() {
        return OptionSchema.of(EndpointEngine.Options.class).bind("engine endpoint", Map.of("url", server.url()));
    }

    @Override
    protected Model model() {
        return Model.remote("m");
    }
}
