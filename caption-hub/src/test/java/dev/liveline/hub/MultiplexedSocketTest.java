package dev.liveline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubUnderTest;
import dev.liveline.hub.testing.SocketClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;

/// Many calls over one WebSocket.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class MultiplexedSocketTest {

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

    private SocketClient connect() {
        return hub.socket("/captions", TestTokens.agent("support"));
    }

    private static String subscribe(CallWriter call) {
        return new JsonObject().put("subscribe", call.callId()).encode();
    }

    @Test
    void eachCallHasItsSnapshotAndItsEvents() {
        CallWriter one = hub.newCall().started();
        CallWriter two = hub.newCall().started();

        try (SocketClient viewer = connect()) {
            viewer.say(subscribe(one)).say(subscribe(two));
            await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(2));
            one.last(Speaker.CALLER, "from one");
            two.last(Speaker.CALLER, "from two");
            await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(4));

            assertThat(viewer.json().subList(0, 2))
                .allSatisfy(first -> assertThat(first.getString("type")).isEqualTo("snapshot"));
            assertThat(of(viewer, one)).containsExactly(one.written().getLast());
            assertThat(of(viewer, two)).containsExactly(two.written().getLast());
        }
    }

    @Test
    void aSubscriptionCanResume() {
        CallWriter call = hub.newCall().started().last(Speaker.CALLER, "missed");

        try (SocketClient viewer = connect()) {
            viewer.say(new JsonObject().put("subscribe", call.callId()).put("since", "e1:2").encode());
            await().untilAsserted(() -> assertThat(viewer.messages()).containsExactly(call.written().getLast()));
        }
    }

    @Test
    void subscribingAgainAsksForWhatWasMissed() {
        CallWriter call = hub.newCall().started();

        try (SocketClient viewer = connect()) {
            viewer.say(subscribe(call));
            await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(1));
            viewer.say(new JsonObject().put("subscribe", call.callId()).put("since", "e1:1").encode());
            await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(2));
            call.last(Speaker.CALLER, "once");
            await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(3));

            assertThat(viewer.messages().subList(1, 3)).isEqualTo(call.written().subList(1, 3));
        }
    }

    @Test
    void afterUnsubscribingNothingComes() {
        CallWriter left = hub.newCall().started();
        CallWriter kept = hub.newCall().started();

        try (SocketClient viewer = connect()) {
            viewer.say(subscribe(left)).say(subscribe(kept));
            await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(2));
            viewer.say(new JsonObject().put("unsubscribe", left.callId()).encode()).say("{\"ping\":\"done\"}");
            await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(3));
            left.last(Speaker.CALLER, "unheard");
            kept.last(Speaker.CALLER, "heard");
            await().untilAsserted(() -> assertThat(of(viewer, kept)).hasSize(1));

            assertThat(of(viewer, left)).isEmpty();
        }
    }

    @Test
    void aCallThatIsNotThereAndOneOfAnotherTeamAreToldApartByNothing() {
        CallWriter foreign = hub.newCall("sales").started();
        CallWriter unknown = hub.newCall();

        try (SocketClient viewer = connect()) {
            viewer.say(subscribe(foreign)).say(subscribe(unknown)).say("{\"subscribe\":\"{}\"}");
            await().untilAsserted(() -> assertThat(viewer.json()).containsExactlyInAnyOrder(notFound(foreign.callId()),
                    notFound(unknown.callId()), notFound("{}")));
            assertThat(viewer.closeCode()).isEqualTo(-1);
        }
    }

    @Test
    void erasureIsToldAndTheSocketGoesOn() {
        CallWriter call = hub.newCall().started();

        try (SocketClient viewer = connect()) {
            viewer.say(subscribe(call));
            await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(1));
            call.erase();
            await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(2));

            assertThat(viewer.json().getLast().getString("type")).isEqualTo("call.erased");
            assertThat(viewer.closeCode()).isEqualTo(-1);
        }
    }

    @Test
    void oneSocketHoldsSoManyCallsAndNoMore() {
        try (SocketClient viewer = hub.socket("/captions", TestTokens.supervisor())) {
            IntStream.range(0, 501).forEach(i -> viewer.say("{\"subscribe\":\"many-" + i + "\"}"));
            await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(501));

            List<JsonObject> errors = viewer.json().stream().filter(message -> message.containsKey("error")).toList();
            assertThat(errors).containsExactly(new JsonObject().put("error", "too-many").put("callId", "many-500"));
        }
    }

    @Test
    void whatIsNoMessageIsAnsweredAsMalformed() {
        try (SocketClient viewer = connect()) {
            viewer.say("[]").say("{").say("{\"subscribe\":7}");
            await().untilAsserted(() -> assertThat(viewer.json()).hasSize(3)
                .allSatisfy(answer -> assertThat(answer).isEqualTo(new JsonObject().put("error", "malformed"))));
        }
    }

    private static JsonObject notFound(String callId) {
        return new JsonObject().put("error", "not-found").put("callId", callId);
    }

    private static List<String> of(SocketClient viewer, CallWriter call) {
        return viewer.messages()
            .stream()
            .filter(message -> message.contains(call.callId()) && !message.contains("\"snapshot\""))
            .toList();
    }
}
