package dev.liveline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Inject;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubUnderTest;
import dev.liveline.hub.testing.SocketClient;
import dev.liveline.hub.testing.StreamClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Redis;

/// Limits that take long or much with their defaults, set low: signs of life, idle connections, caps at the upgrade, foreign pages.
@QuarkusTest
@TestProfile(LimitsTest.LowLimits.class)
@QuarkusTestResource(RedisResource.class)
class LimitsTest {

    private static final int IN_ALL = 8;
    private static final int AN_ADDRESS = 5;
    private static final int A_PERSON = 3;
    private static final String PARTNER = "https://partner.example";
    private static final String LONG_TEXT = "x".repeat(8_000);

    public static class LowLimits implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(Map.entry("liveline.viewers.ping-interval", "1s"),
                    Map.entry("liveline.viewers.comment-interval", "500ms"),
                    Map.entry("liveline.viewers.outbox.max-bytes", "100000000"),
                    Map.entry("liveline.viewers.outbox.max-messages", "100000"),
                    Map.entry("liveline.viewers.max", Integer.toString(IN_ALL)),
                    Map.entry("liveline.viewers.max-per-address", Integer.toString(AN_ADDRESS)),
                    Map.entry("liveline.viewers.max-per-token", Integer.toString(A_PERSON)),
                    Map.entry("liveline.allowed-origins", PARTNER + ",https://other.example"),
                    Map.entry("quarkus.http.idle-timeout", "4s"),
                    // Addresses as a trusted proxy tells them, so that one machine can play several.
                    Map.entry("quarkus.http.proxy.proxy-address-forwarding", "true"));
        }
    }

    @TestHTTPResource("/")
    URI root;

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    @Inject
    MeterRegistry metrics;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private HubUnderTest hub;
    private CallWriter call;

    @BeforeEach
    void anEmptyHub() {
        hub = new HubUnderTest(root, redis, shards);
        patiently().until(() -> viewers() == 0);
        call = hub.newCall().started();
    }

    @AfterEach
    void leave() throws Exception {
        for (AutoCloseable connection : opened) {
            connection.close();
        }
        hub.clearLobby();
    }

    @Nested
    class SignsOfLife {

        @Test
        void aPeerThatAnswersNoPingIsDroppedAndCountedAndOthersStay() throws IOException {
            double before = closedAsSilent();
            SocketClient alive = keep(hub.watch(call, "", TestTokens.agent("support")));
            Socket dead = keep(rawSocket("/captions/" + call.callId(), true, TestTokens.agent("support")));

            byte[] told = untilCut(dead);

            assertThat(new String(told, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 101").contains("\u0089\0");
            patiently().untilAsserted(() -> assertThat(closedAsSilent()).isEqualTo(before + 1));
            call.last(Speaker.CALLER, "Still here?");
            patiently().untilAsserted(() -> assertThat(alive.messages()).endsWith(call.written().getLast()));
            assertThat(alive.closeCode()).isEqualTo(-1);
            patiently().untilAsserted(() -> assertThat(viewers()).isEqualTo(1));
        }

        @Test
        void anEventStreamGetsComments() {
            StreamClient lobby = keep(hub.stream("/captions/lobby", TestTokens.supervisor()));
            StreamClient one = keep(hub.stream("/captions/" + call.callId() + "/events", TestTokens.agent("support")));

            patiently().untilAsserted(() -> {
                assertThat(lobby.comments()).hasSizeGreaterThan(3).contains(": still here");
                assertThat(one.comments()).hasSizeGreaterThan(3).contains(": still here");
            });
        }

        @Test
        void anEventStreamThatTakesNothingIsDroppedAndCounted() throws IOException {
            double before = closedAsSilent();
            Socket stuck = keep(rawSocket("/captions/" + call.callId() + "/events", false, TestTokens.agent("support")));
            patiently().untilAsserted(() -> assertThat(viewers()).isEqualTo(1));

            patiently().pollDelay(Duration.ZERO).until(() -> {
                call.last(Speaker.CALLER, LONG_TEXT);
                return closedAsSilent() == before + 1;
            });

            patiently().untilAsserted(() -> assertThat(viewers()).isZero());
            untilCut(stuck);
        }

        @Test
        void aConnectionThatNeverAsksForAnythingIsClosedWhileQuietViewersStay() throws IOException {
            StreamClient stream = keep(hub.stream("/captions/" + call.callId() + "/events", TestTokens.agent("support")));
            SocketClient socket = keep(hub.watch(call, "", TestTokens.agent("support")));
            Socket silent = keep(connected());
            Socket halfway = keep(connected());
            halfway.getOutputStream().write("GET /captions HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(untilCut(silent)).isEmpty();
            untilCut(halfway);

            call.last(Speaker.CALLER, "Anybody?");
            patiently().untilAsserted(() -> {
                assertThat(stream.entries().getLast().data()).isEqualTo(call.written().getLast());
                assertThat(socket.messages()).endsWith(call.written().getLast());
            });
        }
    }

    @Nested
    class AtACap {

        @Test
        void onePersonHasSoManyConnectionsWhateverTheirKindAndToken() {
            for (int i = 0; i < A_PERSON - 1; i++) {
                watches("ann", "10.0.0." + i);
            }
            keep(StreamClient.connect(events(), from("ann", "10.0.0.9")));

            assertRefused("ann", "10.0.1.1");
            assertAdmitted("bob", "10.0.1.1");
        }

        @Test
        void oneAddressHasSoManyConnectionsWhoeverTheyAre() {
            for (int i = 0; i < AN_ADDRESS; i++) {
                watches("agent-" + i, "10.0.0.1");
            }

            assertRefused("ann", "10.0.0.1");
            assertAdmitted("ann", "10.0.0.2");
        }

        @Test
        void theHubHasSoManyConnectionsAndLetsTheNextInWhenOneLeaves() {
            List<SocketClient> all = new ArrayList<>();
            for (int i = 0; i < IN_ALL; i++) {
                all.add(watches("agent-" + i, "10.0.0." + i));
            }
            assertThat(viewers()).isEqualTo(IN_ALL);

            assertRefused("ann", "10.0.1.1");
            all.getFirst().close();

            patiently().untilAsserted(() -> assertAdmitted("ann", "10.0.1.1"));
        }

        private SocketClient watches(String name, String address) {
            return keep(SocketClient.connect(hub.webSocket("/captions/" + call.callId()), from(name, address)));
        }

        /// In both kinds, with a problem that says when to come back.
        private void assertRefused(String name, String address) {
            int before = viewers();
            assertThat(hub.upgradeStatus("/captions/" + call.callId(), from(name, address))).isEqualTo(429);
            assertThat(hub.upgradeStatus("/captions", from(name, address))).isEqualTo(429);
            for (URI stream : List.of(events(), root.resolve("/captions/lobby"))) {
                try (StreamClient refused = StreamClient.connect(stream, from(name, address))) {
                    assertThat(refused.status()).isEqualTo(429);
                    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
                    assertThat(refused.header("Retry-After")).isEqualTo("5");
                }
            }
            assertThat(viewers()).isEqualTo(before);
        }

        private void assertAdmitted(String name, String address) {
            assertThat(hub.upgradeStatus("/captions/" + call.callId(), from(name, address))).isEqualTo(101);
        }

        private Map<String, String> from(String name, String address) {
            Map<String, String> headers = new HashMap<>(
                    HubUnderTest.bearer(TestTokens.token(name, Set.of("agent"), Set.of("support"))));
            headers.put("X-Forwarded-For", address);
            return headers;
        }
    }

    @Nested
    class PagesOfAnotherOrigin {

        private int embedders;

        @Test
        void connectWhereTheyAreAllowed() {
            assertThat(hub.upgradeStatus("/captions/" + call.callId(), from(PARTNER))).isEqualTo(101);
            assertThat(hub.upgradeStatus("/captions", from("https://other.example"))).isEqualTo(101);
            try (StreamClient stream = StreamClient.connect(events(), from(PARTNER));
                    StreamClient lobby = StreamClient.connect(root.resolve("/captions/lobby"), from(PARTNER))) {
                for (StreamClient admitted : List.of(stream, lobby)) {
                    assertThat(admitted.status()).isEqualTo(200);
                    assertThat(admitted.header("Access-Control-Allow-Origin")).isEqualTo(PARTNER);
                    assertThat(admitted.header("Vary")).isEqualTo("Origin");
                }
            }
        }

        @Test
        void areRefusedOtherwiseAndReadNothing() {
            for (String origin : List.of("https://evil.example", "http://partner.example", PARTNER + ".evil.example",
                    PARTNER + ":8443")) {
                assertThat(hub.upgradeStatus("/captions/" + call.callId(), from(origin))).as(origin).isEqualTo(403);
                assertThat(hub.upgradeStatus("/captions", from(origin))).as(origin).isEqualTo(403);
                try (StreamClient stream = StreamClient.connect(events(), from(origin))) {
                    assertThat(stream.status()).as(origin).isEqualTo(403);
                    assertThat(stream.header("Access-Control-Allow-Origin")).as(origin).isEmpty();
                }
            }
        }

        /// Somebody else each time: a connection that was just left may still count for its person.
        private Map<String, String> from(String origin) {
            String name = "embedder-" + ++embedders;
            Map<String, String> headers = new HashMap<>(
                    HubUnderTest.bearer(TestTokens.token(name, Set.of("agent", "supervisor"), Set.of("support"))));
            headers.put("Origin", origin);
            return headers;
        }
    }

    private URI events() {
        return root.resolve("/captions/" + call.callId() + "/events");
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(root.getHost(), root.getPort()));
        return socket;
    }

    /// A peer that says its request and nothing after it.
    private Socket rawSocket(String path, boolean upgrade, String token) throws IOException {
        Socket socket = connected();
        String handshake = upgrade
                ? "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                : "";
        socket.getOutputStream()
            .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + handshake + "Authorization: Bearer " + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /// What the hub says until it closes the connection, in whichever way.
    private static byte[] untilCut(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                told.write(buffer, 0, read);
            }
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return told.toByteArray();
    }

    private double closedAsSilent() {
        return metrics.get("liveline_hub_closes").tag("reason", "silent").counter().count();
    }

    private int viewers() {
        return (int) metrics.get("liveline_hub_viewers").gauge().value();
    }

    private <T extends AutoCloseable> T keep(T connection) {
        opened.add(connection);
        return connection;
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(25));
    }
}
