package dev.liveline.simulator.vapi;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/// An operator's webhook server: keeps what it got, answers what a test says.
final class ServerDouble implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile BiFunction<JsonObject, Integer, Reply> answer = (_, _) -> new Reply(200, "{}");

    record Received(Map<String, String> headers, byte[] body, JsonObject message) {}

    record Reply(int status, String body) {}

    ServerDouble() {
        server = vertx.createHttpServer()
            .requestHandler(this::receive)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
            var message = body.toJsonObject().getJsonObject("message");
            received.add(new Received(headers, body.getBytes(), message));
            var reply = answer.apply(message, received.size());
            request.response().setStatusCode(reply.status()).end(reply.body());
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/webhook/vapi";
    }

    void answer(BiFunction<JsonObject, Integer, Reply> newAnswer) {
        answer = newAnswer;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<JsonObject> messages(String type) {
        return received.stream().map(Received::message).filter(message -> type.equals(message.getString("type"))).toList();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
