package dev.liveline.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.zip.CRC32;

import dev.liveline.simulator.stack.DevKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import redis.embedded.RedisServer;

/// Replicas of call-router on one Redis, to be killed (SIGKILL) at a chosen moment, and both platforms' REST in the test's hand.
final class Routers implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(180);
    static final String TWILIO_TOKEN = "t";
    static final String PUBLIC_URL = "http://localhost:1";
    static final String ACCOUNT = "/2010-04-01/Accounts/AC00000000000000000000000000000001";

    /// What a platform was asked.
    record Asked(String method, String path, String query, String body) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private final Path state;
    private final DevKey key;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final List<Process> processes = new ArrayList<>();
    private final RedisServer redis;
    private final HttpServer platforms;

    /// @param platform its answers, as JSON; null for one that never comes
    Routers(Path state, Function<Asked, String> platform) throws IOException {
        this.state = state;
        this.key = DevKey.of(state);
        this.redis = RedisServer.newRedisServer()
            .port(Program.freePort())
            .setting("save \"\"")
            .setting("bind 127.0.0.1")
            .build();
        redis.start();
        this.platforms = vertx.createHttpServer().requestHandler(request -> request.body().onSuccess(body -> {
            Asked question = new Asked(request.method().name(), request.path(), String.valueOf(request.query()),
                    body.toString());
            asked.add(question);
            String answer = platform.apply(question);
            if (answer != null) {
                request.response()
                    .setStatusCode(question.method().equals("POST") && question.path().endsWith("/Calls.json") ? 201 : 200)
                    .putHeader("Content-Type", "application/json")
                    .end(answer);
            }
        })).listen(0).toCompletionStage().toCompletableFuture().join();
    }

    DevKey key() {
        return key;
    }

    HttpClient http() {
        return http;
    }

    /// What the platforms were asked so far, oldest first.
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    String platformUrl() {
        return "http://127.0.0.1:" + platforms.actualPort();
    }

    /// Starts a replica.
    ///
    /// @return its port, once it is ready
    int start(Map<String, String> settings) throws IOException {
        int port = Program.freePort();
        int management = Program.freePort();
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar",
                Program.root().resolve("call-router/target/quarkus-app/quarkus-run.jar").toString())
            .redirectErrorStream(true)
            .redirectOutput(state.resolve("router-" + port + ".log").toFile());
        Map<String, String> environment = new HashMap<>(Map.ofEntries(Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
                Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(management)),
                Map.entry("REDIS_URL", "redis://127.0.0.1:" + redis.ports().getFirst()), Map.entry("PUBLIC_URL", PUBLIC_URL),
                Map.entry("LIVELINE_JWT_PUBLIC_KEY", key.publicKey()), Map.entry("VAPI_API_KEY", "k"),
                Map.entry("VAPI_WEBHOOK_SECRET", "s"),
                Map.entry("TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001"),
                Map.entry("TWILIO_AUTH_TOKEN", TWILIO_TOKEN), Map.entry("LIVELINE_VAPI_TIMEOUT", "30s"),
                Map.entry("LIVELINE_TWILIO_TIMEOUT", "30s"), Map.entry("LIVELINE_COMMANDS_DEADLINE", "4s"),
                Map.entry("LIVELINE_COMMANDS_SWEEP_EVERY", "1s"), Map.entry("VAPI_BASE_URL", platformUrl()),
                Map.entry("TWILIO_API_BASE_URL", platformUrl())));
        environment.putAll(Program.WIDE_BUDGETS);
        environment.putAll(settings);
        builder.environment().putAll(environment);
        processes.add(builder.start());
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/health/ready")).build();
        await().atMost(LONG).ignoreExceptions().until(() -> http.send(ready, BodyHandlers.discarding()).statusCode() == 200);
        return port;
    }

    /// Kills the replica that was started first.
    void killFirst() throws InterruptedException {
        processes.getFirst().destroyForcibly().waitFor();
    }

    /// A call in progress that transcript-service has told of.
    void call(String callId, String field, String value) throws IOException {
        redis("HSET", "liveline:call:" + tag(callId) + ":" + callId, "standing", "e1 1 1 1000", "status", "in-progress", "team",
                "default",
                "route", "bypass", "to", "+15550001000", field, value);
    }

    void command(String callId, String kind, String json) throws IOException {
        redis("XADD", "liveline:commands:" + tag(callId), "*", "type", kind, "call", callId, "json", json);
    }

    /// Whether every command of the call's shard has been dealt with.
    boolean commandsAreDone(String callId) throws IOException {
        return redis("XPENDING", "liveline:commands:" + tag(callId), "call-router").startsWith("*4\r\n:0");
    }

    /// How many outcomes the routing stream tells of a command.
    int outcomes(String commandId) throws IOException {
        return routingEvents().split("\"commandId\":\"" + commandId + "\"", -1).length - 1;
    }

    /// How many outcomes the routing stream tells at all.
    int outcomes() throws IOException {
        return routingEvents().split("command-outcome", -1).length - 1;
    }

    String routingEvents() throws IOException {
        return redis("XRANGE", "liveline:routing", "-", "+");
    }

    /// One command on a connection of its own; its raw answer.
    String redis(String... words) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", redis.ports().getFirst())) {
            StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
            }
            socket.getOutputStream().write((request + "*1\r\n$4\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            in.transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.stop();
    }

    private static String tag(String callId) {
        CRC32 crc = new CRC32();
        crc.update(callId.getBytes(StandardCharsets.UTF_8));
        return "{0" + crc.getValue() % 4 + "}";
    }
}
