package dev.liveline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.liveline.simulator.stack.DevKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import redis.embedded.RedisServer;

/// Two replicas of call-router on one Redis; the one that executes is killed (SIGKILL) after its side effect left and before its outcome was
/// known. Whatever happens then, the effect is not repeated and its outcome is told.
class RouterDeathTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String CALL = "call-of-a-dying-router";
    private static final String CALL_SID = "CA00000000000000000000000000000001";

    @TempDir
    Path state;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final List<Process> processes = new ArrayList<>();
    private RedisServer redis;
    private HttpServer platforms;
    private DevKey key;

    @BeforeEach
    void platformsThatNeverAnswer() throws IOException {
        redis = RedisServer.newRedisServer().port(freePort()).setting("save \"\"").setting("bind 127.0.0.1").build();
        redis.start();
        platforms = vertx.createHttpServer()
            .requestHandler((HttpServerRequest request) -> received.add(request.method() + " " + request.path()))
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
        key = DevKey.of(state);
    }

    @AfterEach
    void stop() throws IOException {
        processes.forEach(Process::destroyForcibly);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.stop();
    }

    @Test
    void aCommandWhoseExecutorDiedIsNotExecutedAgainAndEndsAsUnknown() throws Exception {
        int dying = start();
        int other = start();
        call("controlUrl", "http://127.0.0.1:" + platforms.actualPort() + "/control");

        command(dying, "{\"kind\":\"mute-assistant\"}");
        await().atMost(LONG).until(() -> received.size() == 1);
        processes.getFirst().destroyForcibly().waitFor();

        assertThat(command(other, "{\"kind\":\"mute-assistant\"}").get().statusCode()).isEqualTo(409);
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> {
            HttpResponse<String> answer = command(other, "{\"kind\":\"mute-assistant\"}").get();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"failed\"").contains("unknown outcome");
        });
        await().atMost(LONG).untilAsserted(() -> assertThat(outcomes()).isEqualTo(1));
        assertThat(received).containsExactly("POST /control");
    }

    @Test
    void aTransferWhoseExecutorDiedIsNotSentToTwilioAgain() throws Exception {
        start();
        call("callSid", CALL_SID);
        redis("XADD", "liveline:commands:" + tag(), "*", "type", "transfer", "call", CALL, "json",
                "{\"commandId\":\"t-1\",\"callId\":\"" + CALL + "\",\"by\":\"assistant\",\"at\":1,\"to\":\"+15553330001\"}");
        await().atMost(LONG).until(() -> received.size() == 1);
        processes.getFirst().destroyForcibly().waitFor();
        start();

        // The entry was never acknowledged: the other replica takes it over, finds the claim, and lets it be.
        await().atMost(LONG)
            .untilAsserted(
                    () -> assertThat(redis("XPENDING", "liveline:commands:" + tag(), "call-router")).startsWith("*4\r\n:0"));
        await().atMost(LONG).untilAsserted(() -> assertThat(outcomes()).isEqualTo(1));
        assertThat(received)
            .containsExactly("POST /2010-04-01/Accounts/AC00000000000000000000000000000001/Calls/" + CALL_SID + ".json");
    }

    private void call(String field, String value) throws IOException {
        redis("HSET", "liveline:call:" + tag() + ":" + CALL, "version", "1", "status", "in-progress", "team", "default",
                "route", "bypass",
                "to", "+15550001000", field, value);
    }

    /// @return its port, once it is ready
    private int start() throws IOException {
        int port = freePort();
        int management = freePort();
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar",
                Program.root().resolve("call-router/target/quarkus-app/quarkus-run.jar").toString())
            .redirectErrorStream(true)
            .redirectOutput(state.resolve("router-" + port + ".log").toFile());
        builder.environment()
            .putAll(Map.ofEntries(Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
                    Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(management)),
                    Map.entry("REDIS_URL", "redis://127.0.0.1:" + redis.ports().getFirst()),
                    Map.entry("LIVELINE_JWT_PUBLIC_KEY", key.publicKey()), Map.entry("VAPI_API_KEY", "k"),
                    Map.entry("VAPI_WEBHOOK_SECRET", "s"),
                    Map.entry("TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001"),
                    Map.entry("TWILIO_AUTH_TOKEN", "t"), Map.entry("LIVELINE_VAPI_TIMEOUT", "30s"),
                    Map.entry("LIVELINE_TWILIO_TIMEOUT", "30s"), Map.entry("LIVELINE_COMMANDS_DEADLINE", "4s"),
                    Map.entry("LIVELINE_COMMANDS_SWEEP_EVERY", "1s"),
                    Map.entry("VAPI_BASE_URL", "http://127.0.0.1:" + platforms.actualPort()),
                    Map.entry("TWILIO_API_BASE_URL", "http://127.0.0.1:" + platforms.actualPort())));
        processes.add(builder.start());
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/health/ready")).build();
        await().atMost(LONG).ignoreExceptions().until(() -> http.send(ready, BodyHandlers.discarding()).statusCode() == 200);
        return port;
    }

    private java.util.concurrent.CompletableFuture<HttpResponse<String>> command(int port, String body) {
        String token = key.token("ann", "supervisor", List.of(), Instant.now(), Duration.ofHours(1));
        return http
            .sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/routing/calls/" + CALL + "/commands"))
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", "once")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(), BodyHandlers.ofString());
    }

    private int outcomes() throws IOException {
        return redis("XRANGE", "liveline:routing", "-", "+").split("command-outcome", -1).length - 1;
    }

    private static String tag() {
        CRC32 crc = new CRC32();
        crc.update(CALL.getBytes(StandardCharsets.UTF_8));
        return "{0" + crc.getValue() % 4 + "}";
    }

    /// One command on a connection of its own; its raw answer.
    private String redis(String... words) throws IOException {
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
