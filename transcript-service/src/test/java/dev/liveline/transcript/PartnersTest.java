package dev.liveline.transcript;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.stream.Stream;
import java.util.Locale;
import java.net.Socket;
import java.io.UncheckedIOException;
import java.io.InputStreamReader;
import java.io.IOException;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.EventEntry;
import dev.liveline.events.RoutingEvent;
import dev.liveline.events.Shards;
import dev.liveline.events.Streams;
import dev.liveline.events.redis.StreamAppender;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamMessage;
import io.quarkus.redis.datasource.stream.StreamRange;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;

/// What the service does together with others: tools, call-router, receivers of reports, clients that push transcripts.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(PartnersResource.class)
class PartnersTest {

    @Inject
    RedisDataSource redis;

    @Inject
    StreamAppender appender;

    @Inject
    Shards shards;

    @TestHTTPResource("/ingest")
    URI ingest;

    @TestHTTPResource(management = true)
    URI management;

    @ConfigProperty(name = "test.partners")
    String partners;

    private final String call = UUID.randomUUID().toString();
    private final String callSid = "CA" + call.replace("-", "");
    private final long now = System.currentTimeMillis();

    @Nested
    class ToolCalls {

        @ParameterizedTest
        @ValueSource(strings = {
                "'toolCallList':[{'id':'t1','type':'function','function':{'name':'echo','arguments':'{\\'ref\\':\\'K7Q\\'}'}}]",
                "'toolCallList':[{'id':'t1','type':'function','function':{'name':'echo','arguments':{'ref':'K7Q'}}}]",
                "'toolCallList':[{'id':'t1','name':'echo','parameters':{'ref':'K7Q'}}]",
                "'toolCallList':[{'id':'t1','name':'echo','arguments':{'ref':'K7Q'}}]",
                "'toolCalls':[{'id':'t1','function':{'name':'echo','arguments':{'ref':'K7Q'}}}]",
                "'toolWithToolCallList':[{'name':'echo','toolCall':{'id':'t1','function':{'name':'echo','parameters':{'ref':'K7Q'}}}}]" })
        void areAnsweredInEveryShape(String members) {
            String result = Vapi.send(Vapi.message(call, "tool-calls", now, members.replace('\'', '"')))
                .statusCode(200)
                .body("results", hasSize(1))
                .body("results[0].toolCallId", equalTo("t1"))
                .body("results[0].name", equalTo("echo"))
                .extract()
                .path("results[0].result");
            assertThat(new JsonObject(result).getJsonObject("arguments")).isEqualTo(new JsonObject("{\"ref\":\"K7Q\"}"));
            assertThat(new JsonObject(result).getString("callId")).isEqualTo(call);
        }

        @Test
        void getAnErrorInWordsWhereThereIsNoResult() {
            Vapi.send(Vapi.message(call, "tool-calls", now, "\"toolCallList\":[" + call("a", "find_booking") + ","
                    + call("b", "broken") + "," + call("c", "big") + "," + call("d", "slow") + "," + call("e", "no_such_tool")
                    + "]"))
                .statusCode(200)
                .body("results.toolCallId", equalTo(List.of("a", "b", "c", "d", "e")))
                .body("results[0].result", equalTo("{\"date\": \"2026-11-03\"}"))
                .body("results[1].error", equalTo("The tool answered 500."))
                .body("results[2].error", notNullValue())
                .body("results[3].error", equalTo("The tool did not answer in time."))
                .body("results[4].error", containsString("no_such_tool"))
                .body("results[4].result", nullValue());
            await().untilAsserted(() -> assertThat(events("tool")).hasSize(5));
        }

        @Test
        void leaveAToolAloneThatAskedForIt() {
            Vapi.send(Vapi.message(call, "tool-calls", now, "\"toolCallList\":[" + call("a", "tired") + "]"))
                .statusCode(200)
                .body("results[0].error", equalTo("The tool answered 503."));
            Vapi.send(Vapi.message(call, "tool-calls", now, "\"toolCallList\":[" + call("b", "tired") + "]"))
                .statusCode(200)
                .body("results[0].error", equalTo("The tool is out of order at the moment."));
            assertThat(given().get(partners + "/tool/times-tired").asString()).isEqualTo("1");
        }

        @Test
        void thatAskForAPersonOrderATransferOnce() {
            String body = Vapi.message(call, "tool-calls", now,
                    "\"toolCallList\":[{\"id\":\"t1\",\"name\":\"escalate_to_human\","
                            + "\"arguments\":{\"reason\":\"angry\",\"team\":\"billing\"}}]");
            Vapi.withSecret(body).post("/webhook/vapi").then().statusCode(200).body("results[0].result", notNullValue());
            Vapi.withSecret(body).post("/webhook/vapi").then().statusCode(200).body("results[0].result", notNullValue());

            assertThat(commands()).singleElement().satisfies(command -> {
                assertThat(command.payload()).containsEntry("type", "transfer");
                JsonObject json = new JsonObject(command.payload().get("json"));
                assertThat(json.getString("team")).isEqualTo("billing");
                assertThat(json.getString("reason")).isEqualTo("angry");
                assertThat(json.getString("by")).isEqualTo("assistant");
            });
            given().auth().oauth2(TestTokens.supervisor()).get("/calls/" + call).then().body("askedForPersonAt", equalTo(now));
        }

        @Test
        void ofTheLegacyKindAreAnsweredBare() {
            Vapi.send(
                    Vapi.message(call, "function-call", now, "\"functionCall\":{\"name\":\"find_booking\",\"parameters\":{}}"))
                .statusCode(200)
                .body("result", equalTo("{\"date\": \"2026-11-03\"}"));
            Vapi.send(Vapi.message(call, "function-call", now + 1, "\"functionCall\":{\"name\":\"nothing\",\"parameters\":{}}"))
                .statusCode(200)
                .body("error", notNullValue());
        }

        private static String call(String id, String name) {
            return "{\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":{}}}".formatted(id, name);
        }
    }

    @Nested
    class RoutingRequests {

        @Test
        void areAnsweredByCallRouter() {
            Vapi.send(Vapi.message(call, "assistant-request", now, "")).statusCode(200).body("assistantId", equalTo("a-1"));
            Vapi.send("{\"message\":{\"type\":\"assistant-request\",\"timestamp\":" + now + "}}")
                .statusCode(200)
                .body("assistantId", equalTo("a-1"));
        }

        @Test
        void getTheConfiguredAnswerWhenCallRouterIsSilent() {
            Vapi.send(Vapi.message(call, "assistant-request", now, "\"note\":\"slow-router\""))
                .statusCode(200)
                .body("error", containsString("sorry"));
            Vapi.send(Vapi.message(call, "transfer-destination-request", now, "\"note\":\"slow-router\""))
                .statusCode(200)
                .body("error", notNullValue());
        }
    }

    @Nested
    class ACallOverSip {

        @Test
        void isJoinedWithItsLegWhicheverCameFirst() {
            appender.append(new RoutingEvent.CallPlaced(callSid, now - 500, true, callSid, "inbound", "+15550100123",
                    "+15550100999", "billing", "sip", null))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
            String withSid = Vapi.status(call, now, "in-progress")
                .replace("\"type\":\"inboundPhoneCall\",",
                        "\"type\":\"inboundPhoneCall\",\"assistantOverrides\":{\"variableValues\":{\"Liveline-Call-Sid\":\""
                                + callSid
                                + "\"}},");
            Vapi.send(withSid).statusCode(200);

            await().untilAsserted(() -> given().auth()
                .oauth2(TestTokens.agent("billing"))
                .get("/calls/" + call)
                .then()
                .statusCode(200)
                .body("route", equalTo("sip"))
                .body("team", equalTo("billing")));
            given().auth().oauth2(TestTokens.supervisor()).get("/calls/" + callSid).then().statusCode(404);
        }

        @Test
        void opensUnderItsCallSidWhenVapiNeverTookIt() {
            appender.append(new RoutingEvent.CallPlaced(callSid, now - 500, true, callSid, "inbound", "+15550100123",
                    "+15550100999", "billing", "sip", null))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
            appender.append(new RoutingEvent.WentToFallback(callSid, now, callSid, "+15550100123", "+15550100999", "billing",
                    "dial", "vapi-slow"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();

            await().untilAsserted(() -> given().auth()
                .oauth2(TestTokens.agent("billing"))
                .get("/calls/" + callSid)
                .then()
                .statusCode(200)
                .body("status", equalTo("forwarding"))
                .body("from", equalTo("+15550100123")));
        }
    }

    @Nested
    class TheTeamOfANumber {

        @Test
        void isThatOfTheNumberTable() {
            String number = "+1555" + (now % 10_000_000);
            redis.value(String.class).set("liveline:number:" + number, "{\"mode\":\"direct\",\"team\":\"sales\"}");
            Vapi.send(Vapi.status(call, now, "in-progress").replace("+15550100999", number)).statusCode(200);
            given().auth().oauth2(TestTokens.agent("sales")).get("/calls/" + call).then().statusCode(200);
        }
    }

    @Nested
    class AnEndedCall {

        @Test
        void isReportedUntilItIsTaken() {
            Vapi.send(Vapi.text(call, now - 100, "user", true, "Goodbye then.")).statusCode(200);
            Vapi.send(Vapi.status(call, now, "ended")).statusCode(200);

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                List<String> reports = given().get(partners + "/reports")
                    .asString()
                    .lines()
                    .filter(line -> line.contains(call))
                    .toList();
                assertThat(reports).isNotEmpty();
                assertThat(reports.getLast()).contains("Goodbye then.").doesNotContain("control.example.test");
                assertThat(isSignedAsStandardWebhooksSays(reports.getLast())).isTrue();
            });
            await().untilAsserted(
                    () -> assertThat(redis.sortedSet(String.class).zrange("liveline:reports:" + shards.tag(call), 0, -1))
                        .noneMatch(member -> member.contains(call)));
        }

        /// By the text of the specification, over what came over the wire: `id timestamp signature body`.
        private static boolean isSignedAsStandardWebhooksSays(String received) throws Exception {
            String[] parts = received.split(" ", 4);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal((parts[0] + "." + parts[1] + "." + parts[3]).getBytes(StandardCharsets.UTF_8));
            long age = System.currentTimeMillis() / 1000 - Long.parseLong(parts[1]);
            return parts[2].equals("v1," + Base64.getEncoder().encodeToString(signature)) && Math.abs(age) < 300;
        }

        @Test
        void isGivenUpWhereItsReceiverIsGoneOrFailsForGood() {
            Measures before = Measures.of(management);
            Vapi.send(Vapi.status(call, now, "ended")).statusCode(200);

            String dead = "liveline:reports:" + shards.tag(call) + ":dead";
            await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(entries(dead)).extracting(entry -> entry.payload().get("reason"))
                    .containsExactlyInAnyOrder("gone", "given up after 3 attempts, last status 500"));
            Measures after = Measures.of(management);
            assertThat(after.of("reports_total", "outcome=\"dead-lettered\"") - before.of("reports_total",
                    "outcome=\"dead-lettered\""))
                .isGreaterThanOrEqualTo(2);
            assertThat(redis.hash(String.class).hgetall("liveline:reports:" + shards.tag(call) + ":attempts"))
                .doesNotContainKey("2|" + call);
        }

        @Test
        void releasesWhatItHolds() {
            Vapi.send(Vapi.status(call, now, "ended")).statusCode(200);
            assertThat(commands()).singleElement()
                .satisfies(command -> assertThat(command.payload()).containsEntry("type", "release"));
        }
    }

    @Nested
    class AClientThatPushesTranscripts {

        @Test
        void getsItsSessionAndWhatWasSaidSoFar() throws Exception {
            Client client = connect("/" + call, RedisResource.WEBHOOK_SECRET);
            assertThat(client.next()).isEqualTo(new JsonObject().put("type", "session.created").put("sessionId", call));
            client.send("{\"type\":\"transcript.partial\",\"text\":\"hel\"}");
            assertThat(client.next().getJsonArray("transcripts").encode())
                .isEqualTo("[{\"speaker\":\"caller\",\"text\":\"hel\",\"final\":false}]");
            client.send("{\"type\":\"transcript-final\",\"text\":\"Hello.\",\"role\":\"user\",\"confidence\":0.9}");
            assertThat(client.next().getJsonArray("transcripts").encode())
                .isEqualTo("[{\"speaker\":\"caller\",\"text\":\"Hello.\",\"final\":true}]");
            client.send("no json");
            assertThat(client.next().getString("type")).isEqualTo("error");
            client.send("{\"type\":\"session.end\"}");
            assertThat(client.next().getJsonObject("metadata").getString("status")).isEqualTo("ended");

            given().auth()
                .oauth2(TestTokens.supervisor())
                .get("/calls/" + call + "/transcript?format=txt")
                .then()
                .body(containsString("Caller: Hello."));
        }

        @Test
        void isToldOfFinalsAsTheyStandInTheTranscript() throws Exception {
            Client client = connect("/" + call, RedisResource.WEBHOOK_SECRET);
            client.next();
            client.send("{\"type\":\"transcript.final\",\"text\":\"Yes.\"}");
            client.next();
            client.send("{\"type\":\"transcript.final\",\"text\":\"Yes.\"}");
            assertThat(client.next().getJsonArray("transcripts")).hasSize(1);
            client.send("{\"type\":\"transcript.final\",\"text\":\"No.\"}");
            assertThat(client.next().getJsonArray("transcripts")).hasSize(2);
        }

        @Test
        void keepsItsSocketWhereItEndsAnothersSession() throws Exception {
            Client client = connect("/" + call, RedisResource.WEBHOOK_SECRET);
            client.next();
            client.send("{\"type\":\"session.end\",\"sessionId\":\"another\"}");
            assertThat(client.next().getString("type")).isEqualTo("error");
            client.send("{\"type\":\"transcript.final\",\"text\":\"Yes.\"}");
            assertThat(client.next().getJsonObject("metadata").getString("status")).isEqualTo("in-progress");
        }

        @Test
        void namesItsSessionInTheFirstMessage() throws Exception {
            Client client = connect("", TestTokens.agent("default"));
            client.send("{\"type\":\"session.start\",\"sessionId\":\"" + call + "\"}");
            assertThat(client.next().getString("sessionId")).isEqualTo(call);
        }

        @Test
        void negotiatesNoCompression() throws Exception {
            try (Socket socket = new Socket(ingest.getHost(), ingest.getPort())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                    .write(("""
                            GET /ingest/%s HTTP/1.1\r
                            Host: %s\r
                            Authorization: Bearer %s\r
                            Upgrade: websocket\r
                            Connection: Upgrade\r
                            Sec-WebSocket-Version: 13\r
                            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                            Sec-WebSocket-Extensions: permessage-deflate\r
                            \r
                            """.formatted(call, ingest.getAuthority(), RedisResource.WEBHOOK_SECRET))
                        .getBytes(StandardCharsets.US_ASCII));
                BufferedReader answer = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                List<String> head = Stream.generate(() -> line(answer)).takeWhile(line -> !line.isEmpty()).toList();

                assertThat(head.getFirst()).startsWith("HTTP/1.1 101");
                assertThat(head).noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-extensions"));
            }
        }

        private static String line(BufferedReader answer) {
            try {
                return answer.readLine();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        @Test
        void isRefusedWithoutATokenOrSecret() {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> connect("/" + call, "wrong"))
                .isInstanceOf(CompletionException.class);
            given().get("/ingest/" + call).then().statusCode(426);
        }

        @Test
        void isRefusedForAForeignPage() {
            String token = TestTokens.agent("default");
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> connect("/" + call, token, "http://evil.example"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .satisfies(refused -> assertThat(((WebSocketHandshakeException) refused).getResponse().statusCode())
                    .isEqualTo(403));
            connect("/" + call, token, ingest.toString().replaceFirst("/ingest$", "")).socket.abort();
        }

        private Client connect(String path, String bearer) {
            return connect(path, bearer, null);
        }

        private Client connect(String path, String bearer, @Nullable String origin) {
            Client client = new Client();
            WebSocket.Builder handshake = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + bearer);
            if (origin != null) {
                handshake.header("Origin", origin);
            }
            client.socket = handshake.buildAsync(URI.create(ingest.toString().replaceFirst("^http", "ws") + path), client)
                .join();
            return client;
        }
    }

    private static final class Client implements WebSocket.Listener {
        private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        private WebSocket socket;

        void send(String text) {
            socket.sendText(text, true).join();
        }

        JsonObject next() throws InterruptedException {
            String text = received.poll(10, TimeUnit.SECONDS);
            assertThat(text).isNotNull();
            return new JsonObject(text);
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            received.add(data.toString());
            webSocket.request(1);
            return null;
        }
    }

    private List<EventEntry> events(String type) {
        return StreamedEvents.of(redis, Streams.events(shards.of(call)), call)
            .stream()
            .filter(entry -> entry.head().type().equals(type))
            .toList();
    }

    private List<StreamMessage<String, String, String>> commands() {
        return entries(Streams.commands(shards.of(call)));
    }

    private List<StreamMessage<String, String, String>> entries(String stream) {
        return redis.stream(String.class)
            .xrange(stream, StreamRange.of("-", "+"))
            .stream()
            .filter(entry -> call.equals(entry.payload().get("call")))
            .toList();
    }
}
