package dev.liveline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubUnderTest;
import dev.liveline.hub.testing.SocketClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;

/// A viewer who reads nothing costs its own outbox and nobody else anything.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class SlowReaderTest {

    private static final String A_LONG_WORD = "x".repeat(2_000);

    @TestHTTPResource("/")
    URI root;

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    @Inject
    MeterRegistry metrics;

    @Test
    void isClosedAtItsBoundWhileTheOthersGetEverything() throws IOException {
        HubUnderTest hub = new HubUnderTest(root, redis, shards);
        CallWriter call = hub.newCall().started();
        double before = closedAsTooSlow();
        List<SocketClient> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(hub.watch(call, "", TestTokens.agent("support")));
        }
        try (Socket stopped = new Socket()) {
            stopped.setReceiveBufferSize(4096);
            stopped.connect(new InetSocketAddress(root.getHost(), root.getPort()));
            stopped.getOutputStream().write(handshake(call).getBytes(StandardCharsets.US_ASCII));
            await().untilAsserted(() -> assertThat(others).allSatisfy(other -> assertThat(other.messages()).hasSize(1)));

            int said = 0;
            while (closedAsTooSlow() == before && said < 2_000) {
                call.last(Speaker.CALLER, A_LONG_WORD + ++said);
            }

            assertThat(closedAsTooSlow()).as("after %d finals", said).isEqualTo(before + 1);
            List<String> all = call.written();
            await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(others).allSatisfy(
                        other -> assertThat(other.messages().subList(1, other.messages().size()))
                            .isEqualTo(all.subList(2, all.size()))));
        }
        others.forEach(SocketClient::close);
        hub.clearLobby();
    }

    private double closedAsTooSlow() {
        return metrics.get("liveline_hub_closes").tag("reason", "too-slow").counter().count();
    }

    private String handshake(CallWriter call) {
        return "GET /captions/" + call.callId() + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                + TestTokens.agent("support") + "\r\n\r\n";
    }
}
