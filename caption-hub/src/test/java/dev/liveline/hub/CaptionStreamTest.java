package dev.liveline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubUnderTest;
import dev.liveline.hub.testing.StreamClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;

/// Event streams: one call, and the lobby.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class CaptionStreamTest {

    /// More than any page subscribes to.
    private static final int MANY = 260;

    @TestHTTPResource("/")
    URI root;

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    private HubUnderTest hub;

    @BeforeEach
    void aHub() {
        hub = new HubUnderTest(root, redis, shards);
    }

    @AfterEach
    void clearLobby() {
        hub.clearLobby();
    }

    @Nested
    class OfOneCall {

        @Test
        void theSameEventsComeWithTheirPositions() {
            CallWriter call = hub.newCall().started();

            try (StreamClient viewer = stream(call)) {
                await().untilAsserted(() -> assertThat(viewer.entries()).hasSize(1));
                call.partial(Speaker.CALLER, "Hé").last(Speaker.CALLER, "Hé, hello 👋");
                await().untilAsserted(() -> assertThat(viewer.entries()).hasSize(3));

                assertThat(viewer.header("Content-Type")).startsWith("text/event-stream");
                assertThat(viewer.header("Cache-Control")).isEqualTo("no-store");
                assertThat(viewer.entries().getFirst().event()).isEqualTo("snapshot");
                assertThat(viewer.entries().getFirst().id()).isEqualTo("e1:2");
                assertThat(viewer.entries().getLast().id()).isEqualTo("e1:4");
                assertThat(viewer.entries().getLast().event()).isEqualTo("caption");
                assertThat(viewer.entries().getLast().data()).isEqualTo(call.written().getLast());
            }
        }

        @Test
        void theLastEventIdResumes() {
            CallWriter call = hub.newCall().started().last(Speaker.CALLER, "missed");

            try (StreamClient viewer = stream(call, "Last-Event-ID", "e1:2")) {
                await().untilAsserted(() -> assertThat(viewer.entries()).hasSize(1));

                assertThat(viewer.entries().getFirst().data()).isEqualTo(call.written().getLast());
            }
        }

        @Test
        void whoMissedNothingIsConnectedBeforeSomethingIsSaid() {
            CallWriter call = hub.newCall().started();

            try (StreamClient viewer = stream(call, "Last-Event-ID", "e1:2")) {
                await().untilAsserted(() -> assertThat(viewer.comments()).contains(": connected"));
                assertThat(viewer.entries()).isEmpty();

                call.last(Speaker.CALLER, "at last");
                await().untilAsserted(() -> assertThat(viewer.entries()).hasSize(1));
            }
        }

        @Test
        void whatOneMayNotSeeIsNotFound() {
            CallWriter foreign = hub.newCall("sales").started();

            try (StreamClient refused = stream(foreign); StreamClient unknown = stream(hub.newCall())) {
                assertThat(refused.status()).isEqualTo(404);
                assertThat(unknown.status()).isEqualTo(404);
                assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            }
        }

        @Test
        void erasureIsToldAndEndsTheStream() {
            CallWriter call = hub.newCall().started();

            try (StreamClient viewer = stream(call)) {
                await().untilAsserted(() -> assertThat(viewer.entries()).hasSize(1));
                call.erase();
                await().untilAsserted(() -> assertThat(viewer.hasEnded()).isTrue());

                assertThat(viewer.entries().get(1).event()).isEqualTo("call.erased");
                assertThat(viewer.entries().getLast().event()).isEqualTo("close");
                assertThat(viewer.entries().getLast().json().getInteger("code")).isEqualTo(4003);
            }
        }

        private StreamClient stream(CallWriter call, String... headers) {
            return hub.stream("/captions/" + call.callId() + "/events", TestTokens.agent("support"), headers);
        }
    }

    @Nested
    class OfTheLobby {

        @Test
        void theLiveCallsOneMaySeeComeFirst() {
            CallWriter mine = hub.newCall("lobby-a").started();
            hub.newCall("lobby-b").started();
            hub.newCall("lobby-a").started().ended();

            try (StreamClient lobby = hub.stream("/captions/lobby", TestTokens.agent("lobby-a"))) {
                await().untilAsserted(() -> assertThat(lobby.entries()).hasSize(1));

                List<JsonObject> calls = calls(lobby.entries().getFirst());
                assertThat(calls).hasSize(1);
                assertThat(calls.getFirst().getString("callId")).isEqualTo(mine.callId());
                assertThat(calls.getFirst().getString("status")).isEqualTo("in-progress");
                assertThat(calls.getFirst().getString("team")).isEqualTo("lobby-a");
                assertThat(calls.getFirst().getLong("seq")).isEqualTo(2);
            }
        }

        @Test
        void theSignsOfEveryLiveCallAreInTheSnapshotHoweverManyThereAre() {
            List<CallWriter> calls = IntStream.range(0, MANY).mapToObj(_ -> hub.newCall("lobby-many").started()).toList();
            CallWriter oldest = calls.getFirst().askedForPerson().bargeIn().speech(Speaker.CALLER, true);
            calls.subList(1, MANY).forEach(call -> call.speech(Speaker.ASSISTANT, true));

            try (StreamClient lobby = hub.stream("/captions/lobby", TestTokens.agent("lobby-many"))) {
                await().untilAsserted(() -> assertThat(lobby.entries()).hasSize(1));

                List<JsonObject> told = calls(lobby.entries().getFirst());
                assertThat(told).extracting(call -> call.getString("callId"))
                    .containsExactlyInAnyOrderElementsOf(calls.stream().map(CallWriter::callId).toList());
                assertThat(told)
                    .allSatisfy(call -> assertThat(call.getMap()).containsKeys("status", "from", "to", "team", "startedAt",
                            "lastEventAt", "speaking"));
                JsonObject asked = told.stream()
                    .filter(call -> call.getString("callId").equals(oldest.callId()))
                    .findAny()
                    .orElseThrow();
                assertThat(asked.getLong("askedForPersonAt")).isBetween(asked.getLong("startedAt"),
                        asked.getLong("lastEventAt"));
                assertThat(asked.getInteger("bargeIns")).isEqualTo(1);
                assertThat(asked.getJsonObject("speaking").getBoolean("caller")).isTrue();
            }
        }

        @Test
        void beginningsStatesAndEndsFollowAndNothingElse() {
            try (StreamClient lobby = hub.stream("/captions/lobby", TestTokens.agent("lobby-c"))) {
                await().untilAsserted(() -> assertThat(lobby.entries()).hasSize(1));
                hub.newCall("lobby-d").started();
                CallWriter call = hub.newCall("lobby-c")
                    .started()
                    .last(Speaker.CALLER, "not for the lobby")
                    .status(CallStatus.FORWARDING)
                    .ended();
                await().untilAsserted(() -> assertThat(lobby.entries()).hasSize(5));

                assertThat(lobby.entries().subList(1, 5)).extracting(StreamClient.Entry::event)
                    .containsExactly("call.started", "call.status", "call.status", "call.ended");
                assertThat(lobby.entries().get(4).data()).isEqualTo(call.written().getLast());
            }
        }

        private List<JsonObject> calls(StreamClient.Entry snapshot) {
            return snapshot.json().getJsonArray("calls").stream().map(JsonObject.class::cast).toList();
        }
    }
}
