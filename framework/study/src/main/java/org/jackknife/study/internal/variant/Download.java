package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.OptionalLong;
import org.jackknife.api.plugin.Progress;
import org.jackknife.study.ModelSource;
import org.jackknife.study.internal.FolderLock;
import org.jackknife.study.internal.Hashes;

/**
 * Fetches a model once: into {@code SHA256.gguf.partial}, which a later try continues, and under its final name only when
 * the hash is right.
 */
public final class Download {

    private static final int CHUNK = 1 << 20;
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ModelSource.Download source;
    private final Path file;
    private final Path partial;

    public Download(Path folder, ModelSource.Download source) {
        this.source = source;
        this.file = folder.resolve(source.sha256() + ".gguf");
        this.partial = folder.resolve(source.sha256() + ".gguf.partial");
    }

    /** The file's final name. */
    public Path file() {
        return file;
    }

    /** Returns the file, after fetching what is missing of it. */
    public Path fetch(Progress progress) throws IOException {
        if (Files.isRegularFile(file)) {
            return file;
        }
        try (FolderLock lock = FolderLock.take(file.resolveSibling(file.getFileName() + ".lock"))) {
            if (!Files.isRegularFile(file)) {
                receive(progress);
                check();
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return file;
    }

    /** The size that the server tells; empty where it tells none or cannot be reached. */
    public OptionalLong remoteBytes() {
        HttpRequest request = HttpRequest.newBuilder(source.url())
                .timeout(PATIENCE)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = client()) {
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() == OK ? answer.headers().firstValueAsLong("Content-Length") : OptionalLong.empty();
        } catch (IOException e) {
            // a plan does without: the download itself will tell what is wrong
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(PATIENCE)
                .build();
    }

    private void receive(Progress progress) throws IOException {
        long have = Files.isRegularFile(partial) ? Files.size(partial) : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(source.url());
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        try (HttpClient client = client()) {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                switch (answer.statusCode()) {
                    case PARTIAL_CONTENT -> save(body, have, length(answer), progress);
                    // a server without ranges sends all of it again
                    case OK -> save(body, 0, length(answer), progress);
                    // everything was there already; the hash decides
                    case RANGE_NOT_SATISFIABLE -> progress.at(have, have, source.url().toString());
                    default ->
                        throw new IOException("%s answered with status %d; correct the address or try again later"
                                .formatted(source.url(), answer.statusCode()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the download of " + source.url() + " was interrupted", e);
        }
    }

    private static long length(HttpResponse<?> answer) {
        return answer.headers().firstValueAsLong("Content-Length").orElse(0);
    }

    private void save(InputStream body, long have, long length, Progress progress) throws IOException {
        StandardOpenOption mode = have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream out = Files.newOutputStream(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            byte[] chunk = new byte[CHUNK];
            long done = have;
            for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
                out.write(chunk, 0, read);
                done += read;
                progress.at(done, Math.max(done, have + length), source.url().toString());
            }
        }
    }

    private void check() throws IOException {
        MessageDigest digest = Hashes.sha256();
        try (InputStream in = Files.newInputStream(partial)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
        String actual = Hashes.hex(digest);
        if (!actual.equals(source.sha256())) {
            Files.delete(partial);
            throw new IOException("%s has the hash %s, the scenario says %s; correct one of the two"
                    .formatted(source.url(), actual, source.sha256()));
        }
    }
}
