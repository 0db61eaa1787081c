package dev.liveline.hub;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.oneOf;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubUnderTest;
import dev.liveline.hub.testing.SocketClient;
import dev.liveline.hub.testing.StreamClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// Who gets in, who is put out, and that no trick gets around it.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class AccessTest {

    @TestHTTPResource("/")
    URI root;

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    private HubUnderTest hub;
    private CallWriter call;

    @BeforeEach
    void aLiveCall() {
        hub = new HubUnderTest(root, redis, shards);
        call = hub.newCall().started();
    }

    @AfterEach
    void clearLobby() {
        hub.clearLobby();
    }

    private String path() {
        return "/captions/" + call.callId();
    }

    private static JsonPath ticket(String token) {
        return given().auth().oauth2(token).post("/tickets").then().statusCode(200).extract().jsonPath();
    }

    @Nested
    class Tickets {

        @Test
        void openOneSocket() {
            String ticket = ticket(TestTokens.agent("support")).getString("ticket");

            try (SocketClient viewer = hub.socketWithTicket(path(), ticket)) {
                await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(1));
            }
            assertThat(hub.upgradeStatus(path() + "?ticket=" + ticket, Map.of())).isEqualTo(401);
        }

        @Test
        void openOneStream() {
            String ticket = ticket(TestTokens.agent("support")).getString("ticket");

            try (StreamClient first = StreamClient.connect(root.resolve(path() + "/events?ticket=" + ticket), Map.of());
                    StreamClient second = StreamClient.connect(root.resolve(path() + "/events?ticket=" + ticket), Map.of())) {
                assertThat(first.status()).isEqualTo(200);
                assertThat(second.status()).isEqualTo(401);
            }
        }

        @Test
        void carryTheRightsOfTheirHolder() {
            String ticket = ticket(TestTokens.agent("sales")).getString("ticket");

            try (SocketClient viewer = hub.socketWithTicket(path(), ticket)) {
                await().untilAsserted(() -> assertThat(viewer.closeCode()).isEqualTo(4003));
            }
        }

        @Test
        void endAfterThirtySeconds() {
            long before = System.currentTimeMillis();
            JsonPath made = ticket(TestTokens.agent("support"));

            assertThat(made.getLong("expiresAt")).isBetween(before + 30_000, System.currentTimeMillis() + 30_000);
            assertThat(made.getLong("now")).isBetween(before, System.currentTimeMillis());
            String key = keysLike("liveline:ticket:*").getFirst();
            assertThat(send(Request.cmd(Command.PTTL).arg(key)).toLong()).isBetween(1L, 30_000L);
        }

        @Test
        void areWorthNothingOnceExpired() {
            String ticket = ticket(TestTokens.agent("support")).getString("ticket");
            keysLike("liveline:ticket:*").forEach(key -> send(Request.cmd(Command.DEL).arg(key)));

            assertThat(hub.upgradeStatus(path() + "?ticket=" + ticket, Map.of())).isEqualTo(401);
        }

        @Test
        void cannotBeReadOutOfRedis() {
            String token = TestTokens.agent("support");
            String ticket = ticket(token).getString("ticket");

            for (String key : keysLike("liveline:ticket:*")) {
                assertThat(key).doesNotContain(ticket);
                String held = new String(send(Request.cmd(Command.GET).arg(key)).toBytes(), StandardCharsets.ISO_8859_1);
                assertThat(held).doesNotContain(token.substring(0, 20)).doesNotContain("support");
            }
        }

        @Test
        void areExchangedOnceForTheTokenTheyWereMadeWith() {
            String token = TestTokens.agent("support");
            String body = "{\"ticket\":\"" + ticket(token).getString("ticket") + "\"}";

            JsonPath answer = given().contentType(ContentType.JSON)
                .body(body)
                .post("/tickets/exchange")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .extract()
                .jsonPath();

            assertThat(answer.getString("token")).isEqualTo(token);
            assertThat(answer.getLong("expiresAt")).isGreaterThan(System.currentTimeMillis());
            given().contentType(ContentType.JSON)
                .body(body)
                .post("/tickets/exchange")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
        }

        @Test
        void areExchangedForNoForeignPage() {
            given().contentType(ContentType.JSON)
                .header("Origin", "https://evil.example")
                .body("{\"ticket\":\"x\"}")
                .post("/tickets/exchange")
                .then()
                .statusCode(403);
        }

        @Test
        void areMadeForNobodyWithoutAToken() {
            given().post("/tickets").then().statusCode(401).contentType("application/problem+json");
            given().auth().oauth2("nonsense").post("/tickets").then().statusCode(401);
            given().auth().oauth2(TestTokens.token("x", Set.of("guest"), Set.of())).post("/tickets").then().statusCode(403);
        }

        @ParameterizedTest
        @ValueSource(strings = { "{}", "{\"ticket\":null}", "{\"ticket\":7}", "[]", "{", "\"x\"", "null" })
        void areNotMistakenForOtherBodies(String body) {
            given().contentType(ContentType.JSON)
                .body(body)
                .post("/tickets/exchange")
                .then()
                .statusCode(oneOf(400, 401))
                .contentType("application/problem+json");
        }
    }

    @Nested
    class TheUpgrade {

        @Test
        void isRefusedWithoutAToken() {
            for (String path : List.of("/captions", path(), path() + "?ticket=", path() + "?ticket=nonsense")) {
                assertThat(hub.upgradeStatus(path, Map.of())).as(path).isEqualTo(401);
            }
            assertThat(hub.upgradeStatus(path(), HubUnderTest.bearer("nonsense"))).isEqualTo(401);
            assertThat(hub.upgradeStatus(path(), HubUnderTest.bearer(
                    TestTokens.token("x", Set.of("agent"), Set.of("support"), Duration.ofMinutes(-5)))))
                .isEqualTo(401);
        }

        @Test
        void isRefusedWithoutARoleOfOurs() {
            String token = TestTokens.token("x", Set.of("guest"), Set.of("support"));

            assertThat(hub.upgradeStatus(path(), HubUnderTest.bearer(token))).isEqualTo(403);
        }

        @Test
        void isRefusedToPagesOfOtherOriginsEvenWithAToken() {
            String token = TestTokens.agent("support");

            for (String origin : List.of("https://evil.example", "null", "http://localhost:8080.evil.example",
                    "http://localhost:8081",
                    "https://localhost:8080")) {
                Map<String, String> headers = Map.of("Authorization", "Bearer " + token, "Origin", origin);
                assertThat(hub.upgradeStatus(path(), headers)).as(origin).isEqualTo(403);
                try (StreamClient stream = hub.stream(path() + "/events", token, "Origin", origin)) {
                    assertThat(stream.status()).as(origin).isEqualTo(403);
                }
            }
            assertThat(hub.upgradeStatus(path(),
                    Map.of("Authorization", "Bearer " + token, "Origin", "http://localhost:8080")))
                .isEqualTo(101);
        }

        @Test
        void isAskedForWhereThereIsNone() {
            given().auth()
                .oauth2(TestTokens.agent("support"))
                .get(path())
                .then()
                .statusCode(426)
                .contentType("application/problem+json");
            given().get(path()).then().statusCode(401);
        }

        @ParameterizedTest
        @ValueSource(strings = { "//captions/%s", "/captions//%s", "/./captions/%s", "/x/../captions/%s", "/%%63aptions/%s",
                "/captions/%s/", "/captions/%s;x=1", "/captions;x=1/%s", "/captions/%%2e/%s", "/captions/%%2e%%2e/captions/%s",
                "/captions/%s/events", "/captions//%s/events", "/captions/%s//events", "/captions/%s/events;x",
                "/captions/lobby",
                "/captions//lobby", "/captions/lobby/", "/captions/%%6cobby", "/CAPTIONS/%s", "/captions/%s%%00",
                "/captions/%s%%2fevents" })
        void isGrantedByNoWayOfWritingThePath(String form) throws IOException {
            String path = form.formatted(call.callId());

            assertThat(rawStatus(path, "")).as(path).isIn(400, 401, 404);
            assertThat(rawStatus(path, bearer(TestTokens.agent("sales")))).as(path)
                .isNotEqualTo(500);
            assertThat(raw(path, bearer(TestTokens.agent("sales")))).as(path)
                .doesNotContain("call.started")
                .doesNotContain("in-progress");
        }

        private int rawStatus(String path, String headers) throws IOException {
            return Integer.parseInt(raw(path, headers).split(" ", 3)[1]);
        }

        /// A handshake as it is written, past any client that would tidy the path up. The answer's first packets.
        private String raw(String path, String headers) throws IOException {
            try (Socket socket = new Socket(root.getHost(), root.getPort())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(handshake(path, headers));
                StringBuilder answer = new StringBuilder();
                byte[] buffer = new byte[8192];
                InputStream in = socket.getInputStream();
                try {
                    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                        answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                        socket.setSoTimeout(300);
                    }
                } catch (SocketTimeoutException silence) {
                    return answer.toString();
                }
                return answer.toString();
            }
        }
    }

    @Nested
    class AnOpenSocket {

        @Test
        void isClosedWhenItsTokenExpires() {
            String token = TestTokens.token("shorty", Set.of("agent"), Set.of("support"), Duration.ofSeconds(3));

            try (SocketClient viewer = hub.watch(call, "", token);
                    StreamClient stream = hub.stream(path() + "/events", token)) {
                await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(1));
                await().untilAsserted(() -> assertThat(viewer.closeCode()).isEqualTo(4009));
                await().untilAsserted(() -> assertThat(stream.hasEnded()).isTrue());

                assertThat(stream.entries().getLast().json().getInteger("code")).isEqualTo(4009);
            }
        }

        @Test
        void isClosedWhenAuthorisationIsWithdrawnAndNotOpenedAgain() {
            String token = TestTokens.token("leaver", Set.of("agent"), Set.of("support"));

            try (SocketClient viewer = hub.watch(call, "", token);
                    SocketClient colleague = hub.watch(call, "", TestTokens.agent("support"))) {
                await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(1));
                send(Request.cmd(Command.ZADD)
                    .arg("liveline:access:withdrawn")
                    .arg(System.currentTimeMillis())
                    .arg("leaver"));
                await().untilAsserted(() -> assertThat(viewer.closeCode()).isEqualTo(4009));

                assertThat(hub.upgradeStatus(path(), HubUnderTest.bearer(token))).isEqualTo(401);
                given().auth().oauth2(token).post("/tickets").then().statusCode(401);
                assertThat(colleague.closeCode()).isEqualTo(-1);
            }
        }

        @Test
        void isClosedWhenItFloods() {
            try (SocketClient viewer = hub.socket("/captions", TestTokens.agent("support"));
                    SocketClient other = hub.watch(call, "", TestTokens.agent("support"))) {
                int sent = 0;
                try {
                    for (; sent < 10_000; sent++) {
                        viewer.say("{}");
                    }
                } catch (CompletionException closedMeanwhile) {
                    assertThat(sent).isGreaterThan(500);
                }
                await().untilAsserted(() -> assertThat(viewer.closeCode()).isIn(1008, 1006));

                await().untilAsserted(() -> assertThat(other.messages()).hasSize(1));
                assertThat(other.closeCode()).isEqualTo(-1);
            }
        }

        @Test
        void isClosedWhenItSendsATooLargeFrame() throws IOException {
            try (Socket socket = new Socket(root.getHost(), root.getPort());
                    SocketClient other = hub.watch(call, "", TestTokens.agent("support"))) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(handshake("/captions", bearer(TestTokens.agent("support"))));
                InputStream in = socket.getInputStream();
                String welcome = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
                OutputStream out = socket.getOutputStream();
                assertThatThrownBy(() -> {
                    out.write(new byte[]{ (byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, (byte) 0x98, (byte) 0x96, (byte) 0x80, 1, 2,
                            3, 4 });
                    for (int sent = 0; sent < 10_000_000; sent += 1000) {
                        out.write(new byte[1000]);
                    }
                    in.skipNBytes(1_000_000);
                }).isInstanceOf(IOException.class);

                assertThat(welcome).isEqualTo("HTTP/1.1 101");
                await().untilAsserted(() -> assertThat(other.messages()).hasSize(1));
            }
        }
    }

    @Nested
    class AFrameThatBreaksTheRules {

        @Test
        void closesWithTheCodeForTextThatIsNoUtf8() throws IOException {
            assertThat(closeCodeAfter(masked(0x81, new byte[]{ '"', (byte) 0xc3, (byte) 0x28, '"' }))).isEqualTo(1007);
        }

        @Test
        void closesLikewiseWhenACharacterIsBrokenAcrossFragments() throws IOException {
            assertThat(
                    closeCodeAfter(masked(0x01, new byte[]{ '{', (byte) 0xe2, (byte) 0x82 }), masked(0x80, new byte[]{ '}' })))
                .isEqualTo(1007);
        }

        @Test
        void isNotACharacterThatFragmentsDivide() throws IOException {
            // {"ping":"€"}, cut in the middle of the €
            byte[] whole = "{\"ping\":\"€\"}".getBytes(StandardCharsets.UTF_8);
            try (Socket socket = open()) {
                socket.getOutputStream().write(masked(0x01, Arrays.copyOf(whole, 10)));
                socket.getOutputStream().write(masked(0x80, Arrays.copyOfRange(whole, 10, whole.length)));
                assertThat(new String(frame(socket.getInputStream(), 0x81), StandardCharsets.UTF_8))
                    .isEqualTo("{\"pong\":\"€\"}");
            }
        }

        @Test
        void closesWithTheCodeForTooMuchIfItIsLargerThanAnybodyNeeds() throws IOException {
            assertThat(closeCodeAfter(large(0x81, 4097))).isEqualTo(1009);
        }

        @Test
        void closesLikewiseWhenFragmentsAddUpToTooMuch() throws IOException {
            assertThat(closeCodeAfter(large(0x01, 3000), large(0x80, 3000))).isEqualTo(1009);
        }

        @Test
        void isNotOneOfTheLargestSize() throws IOException {
            try (Socket socket = open()) {
                byte[] frame = large(0x81, 4096);
                byte[] ping = "{\"ping\":\"x\"}".getBytes(StandardCharsets.UTF_8);
                System.arraycopy(ping, 0, frame, 8, ping.length);
                socket.getOutputStream().write(frame);
                assertThat(new String(frame(socket.getInputStream(), 0x81), StandardCharsets.UTF_8))
                    .isEqualTo("{\"pong\":\"x\"}");
            }
        }

        @Test
        void isOneThatSaysItIsCompressed() throws IOException {
            assertThat(closeCodeAfter(masked(0xc1, new byte[]{ '{', '}' }))).isEqualTo(1002);
        }

        @Test
        void neverBecomesLargerBecauseCompressionIsNegotiatedWithNobody() throws IOException {
            try (Socket socket = new Socket(root.getHost(), root.getPort())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                    .write(handshake("/captions", bearer(TestTokens.agent("support"))
                            + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-webkit-deflate-frame\r\n"));
                assertThat(head(socket)).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
            }
        }

        @Test
        void closesWithTheCodeForDataThatCannotBeAcceptedIfItIsBinary() throws IOException {
            assertThat(closeCodeAfter(masked(0x82, new byte[]{ '{', '}' }))).isEqualTo(1003);
        }

        @Test
        void closesWithTheCodeForProtocolErrorsIfItIsNotMasked() throws IOException {
            assertThat(closeCodeAfter(new byte[]{ (byte) 0x81, 2, '{', '}' })).isEqualTo(1002);
        }

        private int closeCodeAfter(byte[]... frames) throws IOException {
            try (Socket socket = open()) {
                for (byte[] frame : frames) {
                    socket.getOutputStream().write(frame);
                }
                byte[] payload = frame(socket.getInputStream(), 0x88);
                return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
            }
        }

        private Socket open() throws IOException {
            Socket socket = new Socket(root.getHost(), root.getPort());
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(handshake("/captions", bearer(TestTokens.agent("support"))));
            assertThat(head(socket)).startsWith("HTTP/1.1 101");
            return socket;
        }

        private static String head(Socket socket) throws IOException {
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) socket.getInputStream().read());
            }
            return head.toString();
        }

        /// So many blanks.
        private static byte[] large(int kind, int size) {
            byte[] frame = new byte[size + 8];
            Arrays.fill(frame, 8, frame.length, (byte) ' ');
            frame[0] = (byte) kind;
            frame[1] = (byte) (0x80 | 126);
            frame[2] = (byte) (size >> 8);
            frame[3] = (byte) size;
            return frame;
        }

        /// The payload of the next frame, which must be a short one of this kind.
        private static byte[] frame(InputStream in, int kind) throws IOException {
            assertThat(in.read()).isEqualTo(kind);
            return in.readNBytes(in.read());
        }

        private static byte[] masked(int kind, byte[] payload) {
            byte[] frame = new byte[payload.length + 6];
            frame[0] = (byte) kind;
            frame[1] = (byte) (0x80 | payload.length);
            // A mask of zeroes is a mask.
            System.arraycopy(payload, 0, frame, 6, payload.length);
            return frame;
        }
    }

    @Nested
    class PaintReports {

        @Test
        void areTakenFromAgentsOnly() {
            String report = "{\"count\":3,\"p50Ms\":120.5,\"p95Ms\":1e300,\"maxMs\":-4}";

            given().contentType(ContentType.JSON).body(report).post("/captions/paint").then().statusCode(401);
            given().auth()
                .oauth2(TestTokens.agent("support"))
                .contentType(ContentType.JSON)
                .body(report)
                .post("/captions/paint")
                .then()
                .statusCode(204);
        }
    }

    private static byte[] handshake(String path, String headers) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private List<String> keysLike(String pattern) {
        return send(Request.cmd(Command.KEYS).arg(pattern)).stream().map(Object::toString).toList();
    }

    private Response send(Request request) {
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }
}
