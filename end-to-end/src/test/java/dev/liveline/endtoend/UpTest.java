package dev.liveline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.liveline.simulator.stack.DevKey;
import dev.liveline.simulator.vapi.VapiCloud;
import dev.liveline.simulator.vapi.VapiOptions;
import dev.liveline.simulator.vapi.WebhookSigning;
import io.vertx.core.json.JsonObject;

/// `./liveline up`, driven with an HTTP client and a WebSocket, as a newcomer would by hand.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpTest {

    private static final String SECRET = "up-webhook-secret";

    @TempDir
    static Path state;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static VapiCloud vapi;
    private static Program up;
    private static String supervisor;

    @BeforeAll
    static void start() throws IOException {
        vapi = VapiCloud.start(VapiOptions.defaults().apiKey("k"));
        up = Program.start("stack.Up", state,
                Map.of("VAPI_API_KEY", "k", "VAPI_BASE_URL", vapi.baseUrl(), "VAPI_WEBHOOK_SECRET",
                        SECRET, "TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001", "TWILIO_AUTH_TOKEN", "t"));
        await().atMost(Duration.ofSeconds(120))
            .failFast("liveline up ended", () -> !up.process().isAlive())
            .until(() -> up.output().contains("liveline is up"));
        supervisor = DevKey.of(state).token("Sue", "supervisor", List.of(), Instant.now(), Duration.ofHours(1));
    }

    @AfterAll
    static void stop() {
        up.close();
        vapi.close();
    }

    /// 401 and 403 count as answers: the path is there and guards itself.
    @ParameterizedTest
    @CsvSource({ "/twilio/voice,POST,8081", "/routing/numbers,GET,8081", "/routing/capacity,GET,8081",
            "/webhook/vapi/routing,POST,8081",
            "/webhook/vapi,POST,8082", "/calls,GET,8082", "/assistants,GET,8083", "/presets,GET,8083",
            "/phone-numbers,GET,8083",
            "/captions/lobby,GET,8084", "/tickets,POST,8084", "/console/,GET,8084" })
    void everyPathAnswersOnTheGatewayAndOnItsServicesPort(String path, String method, int service) throws Exception {
        for (int port : new int[]{ up.port(8080), up.port(service) }) {
            HttpResponse<Void> answer = HTTP.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, BodyPublishers.ofString(""))
                .build(), BodyHandlers.discarding());
            assertThat(answer.statusCode()).as("%s %s on %d", method, path, port).isIn(200, 400, 401, 403, 415);
        }
    }

    @ParameterizedTest
    @CsvSource({ "9081", "9082", "9083", "9084" })
    void probesAndMetricsAnswerOnTheManagementPortOnly(int management) throws Exception {
        for (String path : List.of("/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics")) {
            assertThat(get("http://localhost:" + up.port(management) + path).statusCode()).as(path).isEqualTo(200);
            assertThat(get("http://localhost:" + up.port(management - 1000) + path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get("http://localhost:" + up.port(8080) + "/q/metrics").statusCode()).isEqualTo(404);
    }

    @Test
    void theRootLeadsToTheConsole() throws Exception {
        HttpResponse<String> root = get("http://localhost:" + up.port(8080) + "/");
        assertThat(root.statusCode()).isBetween(301, 308);
        assertThat(root.headers().firstValue("location").orElse("")).endsWith("/console/");
    }

    @Test
    void aSignedWebhookAppearsOnAnOpenSocketAndATamperedOneChangesNothing() throws Exception {
        String callId = UUID.randomUUID().toString();
        Queue<JsonObject> seen = new ConcurrentLinkedQueue<>();
        WebSocket socket = watch(callId, seen);
        await().until(() -> seen.stream().anyMatch(message -> message.getString("type").equals("snapshot")));

        byte[] body = transcript(callId, "I just need my order number.", System.currentTimeMillis());
        assertThat(post(body, WebhookSigning.hmac(SECRET).headers(body, System.currentTimeMillis()))).isEqualTo(200);

        await().untilAsserted(() -> assertThat(captions(seen)).containsExactly("I just need my order number."));
        byte[] other = transcript(callId, "I am somebody else.", System.currentTimeMillis());
        assertThat(post(other, WebhookSigning.hmac(SECRET).headers(body, System.currentTimeMillis()))).isEqualTo(401);
        assertThat(post(other, Map.of())).isEqualTo(401);
        assertThat(post(other, Map.of("X-Vapi-Secret", ""))).isEqualTo(401);
        byte[] last = transcript(callId, "Thank you.", System.currentTimeMillis());
        assertThat(post(last, Map.of("Authorization", "Bearer " + SECRET))).isEqualTo(200);
        await().untilAsserted(() -> assertThat(captions(seen)).containsExactly("I just need my order number.", "Thank you."));
        socket.abort();
    }

    @Test
    void aCallIsReadableWithATokenAndAsIfNotThereWithout() throws Exception {
        String callId = UUID.randomUUID().toString();
        byte[] body = transcript(callId, "Hello?", System.currentTimeMillis());
        assertThat(post(body, Map.of("X-Vapi-Secret", SECRET))).isEqualTo(200);
        String call = "http://localhost:" + up.port(8080) + "/calls/" + callId;

        assertThat(get(call).statusCode()).isEqualTo(401);
        String stranger = DevKey.of(state).token("Ann", "agent", List.of("other"), Instant.now(), Duration.ofHours(1));
        assertThat(get(call, stranger).statusCode()).isEqualTo(404);
        HttpResponse<String> seen = get(call, supervisor);
        assertThat(seen.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(seen.body()).getString("callId")).isEqualTo(callId);
        assertThat(get(call + "/transcript?format=vtt", supervisor).body()).startsWith("WEBVTT").contains("Hello?");
    }

    /// docs/assistants.md, as it stands there: its directory, its verbs, its exit statuses.
    @Test
    void assistantsAreFilesForTheShell() throws Exception {
        String given = DevKey.of(state).token("Ada", "admin", List.of(), Instant.now(), Duration.ofHours(1));
        // The script builds what is stale; here it is what the build before this test left.
        Files.createFile(state.resolve("built"));
        try {
            // The first makes its own token, as for a newcomer; the others are given one, as a CI job is.
            assertThat(assistants("", "plan", "docs/examples/assistants")).startsWith("exit 2\n").contains("4 to create");
            assertThat(assistants(given, "apply", "docs/examples/assistants")).startsWith("exit 0\n").contains("4 created");
            assertThat(assistants(given, "plan", "docs/examples/assistants")).startsWith("exit 0\n").contains("4 unchanged");

            JsonObject support = vapi.assistants()
                .values()
                .stream()
                .filter(assistant -> "support".equals(assistant.getString("name")))
                .findFirst()
                .orElseThrow();
            String id = support.getString("id");
            vapi.provideAssistant(id, support.copy().put("firstMessage", "Edited in the dashboard."));
            assertThat(assistants(given, "drift")).startsWith("exit 2\n").contains("remote-ahead  assistant support");
            assertThat(assistants(given, "apply", "docs/examples/assistants")).startsWith("exit 0\n").contains("1 updated");
            assertThat(assistants(given, "rollback")).startsWith("exit 0\n").contains("1 updated");
            assertThat(vapi.assistants().get(id).getString("firstMessage")).isEqualTo("Edited in the dashboard.");
        } finally {
            Files.delete(state.resolve("built"));
        }
    }

    /// `./liveline assistants …`: the exit status in the first line, then what it printed.
    private static String assistants(String token, String... arguments) throws Exception {
        return Program.script(state, up, Map.of("LIVELINE_TOKEN", token),
                Stream.concat(Stream.of("assistants"), Stream.of(arguments)).toList());
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void sigtermLeavesNoProcessBehind() throws Exception {
        List<ProcessHandle> children = up.children().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(5);

        up.process().destroy();

        assertThat(up.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void namesTheVariablesItDoesNotStartWithout() throws Exception {
        try (Program bare = Program.start("stack.Up", state, Map.of("VAPI_API_KEY", "k"))) {
            assertThat(bare.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(bare.process().exitValue()).isNotZero();
            await().untilAsserted(() -> assertThat(bare.output()).anyMatch(line -> line.contains("VAPI_WEBHOOK_SECRET")
                    && line.contains("TWILIO_ACCOUNT_SID") && line.contains("TWILIO_AUTH_TOKEN")));
        }
    }

    private static WebSocket watch(String callId, Queue<JsonObject> seen) {
        StringBuilder parts = new StringBuilder();
        return HTTP.newWebSocketBuilder()
            .header("Authorization", "Bearer " + supervisor)
            .buildAsync(URI.create("ws://localhost:" + up.port(8080) + "/captions/" + callId), new WebSocket.Listener() {
                @Override
                public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                    parts.append(data);
                    if (last) {
                        seen.add(new JsonObject(parts.toString()));
                        parts.setLength(0);
                    }
                    socket.request(1);
                    return null;
                }
            })
            .join();
    }

    private static List<String> captions(Queue<JsonObject> seen) {
        return seen.stream()
            .filter(event -> event.getString("type").equals("caption"))
            .map(event -> event.getString("text"))
            .toList();
    }

    private static byte[] transcript(String callId, String text, long at) {
        JsonObject message = new JsonObject().put("type", "transcript")
            .put("role", "user")
            .put("transcriptType", "final")
            .put("transcript", text)
            .put("timestamp", at)
            .put("call", new JsonObject().put("id", callId));
        return new JsonObject().put("message", message).encode().getBytes(StandardCharsets.UTF_8);
    }

    private static int post(byte[] body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + up.port(8080) + "/webhook/vapi"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String url, String token) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).build(),
                BodyHandlers.ofString());
    }
}
