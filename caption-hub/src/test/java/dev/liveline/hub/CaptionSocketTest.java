package dev.liveline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.SocketClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;

/// One call over a WebSocket, as INTERFACES.md promises it.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class CaptionSocketTest {

    @TestHTTPResource("/captions")
    URI captions;

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    private CallWriter call;

    @BeforeEach
    void aCall() {
        call = new CallWriter(redis, shards, UUID.randomUUID().toString(), "e1", "support");
    }

    private SocketClient watch(String query, String token) {
        return SocketClient.connect(URI.create("ws" + captions.toString().substring(4) + "/" + call.callId() + query),
                Map.of("Authorization", "Bearer " + token));
    }

    private SocketClient watch() {
        return watch("", TestTokens.agent("support"));
    }

    @Nested
    class OnAFirstJoin {

        @Test
        void aSnapshotComesFirstAndLiveEventsFollow() {
            call.started().last(Speaker.ASSISTANT, "Hello, how can I help?").partial(Speaker.CALLER, "I'd");

            try (SocketClient viewer = watch()) {
                await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(1));
                call.partial(Speaker.CALLER, "I'd like").last(Speaker.CALLER, "I'd like to book.");
                await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(3));

                JsonObject snapshot = viewer.json().getFirst();
                assertThat(snapshot.getString("type")).isEqualTo("snapshot");
                assertThat(snapshot.getString("callId")).isEqualTo(call.callId());
                assertThat(snapshot.getString("epoch")).isEqualTo("e1");
                assertThat(snapshot.getLong("seq")).isEqualTo(4);
                assertThat(snapshot.getBoolean("recovered")).isFalse();
                assertThat(snapshot.getJsonObject("call").getString("status")).isEqualTo("in-progress");
                assertThat(snapshot.getJsonObject("call").getString("team")).isEqualTo("support");
                assertThat(snapshot.encode()).doesNotContain("control.example");
                JsonArray held = snapshot.getJsonArray("captions");
                assertThat(List.of(held.getJsonObject(0).encode(), held.getJsonObject(1).encode()))
                    .isEqualTo(call.written().subList(2, 4).stream().map(json -> new JsonObject(json).encode()).toList());
                assertThat(viewer.messages().subList(1, 3)).isEqualTo(call.written().subList(4, 6));
            }
        }
    }
}
