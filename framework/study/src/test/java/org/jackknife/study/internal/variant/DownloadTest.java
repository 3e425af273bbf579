package org.jackknife.study.internal.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jackknife.api.plugin.Progress;
import org.jackknife.study.ModelSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {

    private static final byte[] BYTES = new byte[300_000];

    static {
        new Random(1).nextBytes(BYTES);
    }

    @TempDir
    Path folder;

    private HttpServer server;
    private final List<String> ranges = new ArrayList<>();
    private boolean breakOff;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/model.gguf", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        byte[] body = Arrays.copyOfRange(BYTES, from, BYTES.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, body.length);
        if (breakOff) {
            exchange.getResponseBody().write(body, 0, body.length / 2);
            exchange.getResponseBody().flush();
            exchange.close();
            return;
        }
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Download download(String path, String sha256) {
        URI url = URI.create("http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path));
        return new Download(folder, new ModelSource.Download(url, sha256));
    }

    private static String sha256() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
    }

    @Test
    void fetchesOnce() throws Exception {
        Path file = download("model.gguf", sha256()).fetch(Progress.SILENT);
        download("model.gguf", sha256()).fetch(Progress.SILENT);

        assertThat(Files.readAllBytes(file)).isEqualTo(BYTES);
        assertThat(ranges).containsExactly("null");
    }

    @Test
    void goesOnWhereItWasBrokenOff() throws Exception {
        breakOff = true;
        Download download = download("model.gguf", sha256());
        assertThatThrownBy(() -> download.fetch(Progress.SILENT)).isInstanceOf(IOException.class);
        assertThat(download.file()).doesNotExist();
        long partial = Files.size(folder.resolve(sha256() + ".gguf.partial"));
        breakOff = false;

        assertThat(Files.readAllBytes(download.fetch(Progress.SILENT))).isEqualTo(BYTES);
        assertThat(ranges).containsExactly("null", "bytes=" + partial + "-");
    }

    @Test
    void refusesOtherBytesAndKeepsNone() {
        String other = "0".repeat(64);

        assertThatThrownBy(() -> download("model.gguf", other).fetch(Progress.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the scenario says " + other);
        assertThat(folder.resolve(other + ".gguf")).doesNotExist();
        assertThat(folder.resolve(other + ".gguf.partial")).doesNotExist();
    }

    @Test
    void tellsTheStatusOfAServerThatRefuses() {
        assertThatThrownBy(() -> download("absent.gguf", "0".repeat(64)).fetch(Progress.SILENT))
                .hasMessageContaining("absent.gguf answered with status 404");
    }
}
