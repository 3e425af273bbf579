package org.jackknife.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jackknife.study.testing.TestStudy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is not here yet when the run is planned. */
class DownloadedModelTest {

    @TempDir
    Path home;

    private TestStudy fixture;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        fixture = TestStudy.in(home);
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), home, OutputLevel.NONE);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Scenario scenario(String policy) throws Exception {
        String sha256 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(fixture.model())));
        return Scenario.parse(
                """
                name: downloaded
                models: [{name: far, url: "http://127.0.0.1:%d/tiny.gguf", sha256: %s}]
                recipes: {half: scale}
                engine: fake
                tasks: [{task: count, samples: 2}]
                policy: %s
                """
                        .formatted(server.getAddress().getPort(), sha256, policy),
                "test.yaml",
                home);
    }

    @Test
    void isPlayedOnceItIsHere() throws Exception {
        RunSummary summary = fixture.study().run(scenario("walk"), home.resolve("run"), RunListener.SILENT);

        assertThat(summary).returns(4, RunSummary::episodes).returns(0, RunSummary::missing);
    }

    @Test
    void whoseTemplateCannotServeThePolicyEndsTheRunBeforeAnythingIsMade() throws Exception {
        Scenario scenario = scenario("offer");

        assertThat(fixture.study().plan(scenario).problems()).isEmpty();
        assertThatThrownBy(() -> fixture.study().run(scenario, home.resolve("run"), RunListener.SILENT))
                .isInstanceOf(StudyException.class)
                .hasMessageStartingWith("the scenario cannot be run:\n  model far: policy offer offers tools");
        assertThat(home.resolve("variants").toFile().list((folder, name) -> name.endsWith(".gguf"))).isNullOrEmpty();
    }
}
