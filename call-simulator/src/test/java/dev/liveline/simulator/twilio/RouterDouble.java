package dev.liveline.simulator.twilio;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/// A voice application: answers what a test says, path by path, and keeps what it got.
final class RouterDouble implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Map<String, String>, String>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile Consumer<ServerWebSocket> sockets = ServerWebSocket::close;

    record Received(String path, Map<String, String> form, String signature, String token, String host) {}

    RouterDouble() {
        server = vertx.createHttpServer()
            .requestHandler(this::receive)
            .webSocketHandler(socket -> sockets.accept(socket))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    }

    private void receive(HttpServerRequest request) {
        request.setExpectMultipart(true);
        request.end().onSuccess(_ -> {
            var form = new HashMap<String, String>();
            request.formAttributes().forEach(form::put);
            received.add(new Received(request.path(), form, request.getHeader("X-Twilio-Signature"),
                    request.getHeader("I-Twilio-Idempotency-Token"), request.getHeader("Host")));
            if (failures.getOrDefault(request.path(), 0) > 0) {
                failures.merge(request.path(), -1, Integer::sum);
                request.response().setStatusCode(500).end();
                return;
            }
            var answer = answers.getOrDefault(request.path(), _ -> "<Response><Hangup/></Response>").apply(form);
            request.response().putHeader("Content-Type", "text/xml").end(answer);
        });
    }

    Vertx vertx() {
        return vertx;
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    String webSocketUrl() {
        return "ws://127.0.0.1:" + server.actualPort();
    }

    void answer(String path, String twiml) {
        answers.put(path, _ -> twiml);
    }

    void answer(String path, Function<Map<String, String>, String> twiml) {
        answers.put(path, twiml);
    }

    /// Answers 500 that many times first.
    void fail(String path, int times) {
        failures.put(path, times);
    }

    void sockets(Consumer<ServerWebSocket> handler) {
        sockets = handler;
    }

    List<Received> received(String path) {
        return received.stream().filter(one -> one.path().equals(path)).toList();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
