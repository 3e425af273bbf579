package org.jackknife.endpoint;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executors;

/** A server of our own on the loopback address that answers what it is told to, faults included. */
final class LocalServer implements AutoCloseable {

    /** What to do with one request. */
    interface Reaction {
        void to(HttpExchange exchange, String body) throws IOException;
    }

    private final HttpServer server;
    private final Queue<Reaction> reactions = new ArrayDeque<>();
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

    LocalServer(Reaction... reactions) throws IOException {
        this.reactions.addAll(List.of(reactions));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(body);
        Reaction reaction;
        synchronized (reactions) {
            reaction = reactions.size() > 1 ? reactions.remove() : reactions.element();
        }
        reaction.to(exchange, body);
    }

    String url() {
        return "http://localhost:%d/v1".formatted(server.getAddress().getPort());
    }

    List<String> bodies() {
        return bodies;
    }

    static Reaction says(String text) {
        return json(200, """
                {"id": "a", "model": "m", "choices": [{"index": 0, "finish_reason": "stop",
                 "message": {"role": "assistant", "content": "%s"}}],
                 "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15,
                           "prompt_tokens_details": {"cached_tokens": 8}}}""".formatted(text));
    }

    static Reaction calls(String tool, String arguments) {
        return json(200, """
                {"id": "a", "model": "m", "choices": [{"index": 0, "finish_reason": "tool_calls",
                 "message": {"role": "assistant", "content": null, "tool_calls": [
                  {"id": "c", "type": "function", "function": {"name": "%s", "arguments": "%s"}}]}}]}"""
                .formatted(tool, arguments.replace("\"", "\\\"")));
    }

    static Reaction json(int status, String body) {
        return (exchange, request) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    /** Refuses a request body of more characters in llama-server's words. */
    static Reaction unlessLongerThan(int characters, Reaction otherwise) {
        Reaction refusal = json(400, """
                {"error": {"type": "exceed_context_size_error", "n_prompt_tokens": 20000, "n_ctx": 4096}}""");
        return (exchange, body) -> (body.length() > characters ? refusal : otherwise).to(exchange, body);
    }

    /** Announces a body, sends half of it and closes the connection. */
    static Reaction dropsTheConnection() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"id\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("dropped on purpose");
        };
    }

    static Reaction sleeps(long millis) {
        return (exchange, request) -> {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
