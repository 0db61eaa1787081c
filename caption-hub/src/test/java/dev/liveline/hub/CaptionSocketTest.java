package dev.liveline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;

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
import dev.liveline.hub.audience.CaptionHub;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubUnderTest;
import dev.liveline.hub.testing.SocketClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// One call over a WebSocket, as docs/interfaces.md promises it.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class CaptionSocketTest {

    @TestHTTPResource("/")
    URI root;

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    @Inject
    CaptionHub captions;

    private HubUnderTest hub;
    private CallWriter call;

    @BeforeEach
    void aCall() {
        hub = new HubUnderTest(root, redis, shards);
        call = hub.newCall();
    }

    @AfterEach
    void clearLobby() {
        hub.clearLobby();
    }

    private SocketClient watch() {
        return hub.watch(call, "", TestTokens.agent("support"));
    }

    private SocketClient resume(String since) {
        return hub.watch(call, "?since=" + since, TestTokens.agent("support"));
    }

    private static void has(SocketClient viewer, int messages) {
        await().untilAsserted(() -> assertThat(viewer.messages()).hasSize(messages));
    }

    @Nested
    class OnAFirstJoin {

        @Test
        void aSnapshotComesFirstAndLiveEventsFollow() {
            call.started().last(Speaker.ASSISTANT, "Hello, how can I help?").partial(Speaker.CALLER, "I'd");

            try (SocketClient viewer = watch()) {
                has(viewer, 1);
                call.partial(Speaker.CALLER, "I'd like").last(Speaker.CALLER, "I'd like to book.");
                has(viewer, 3);

                JsonObject snapshot = viewer.json().getFirst();
                assertThat(snapshot.getString("type")).isEqualTo("snapshot");
                assertThat(snapshot.getString("callId")).isEqualTo(call.callId());
                assertThat(snapshot.getString("epoch")).isEqualTo("e1");
                assertThat(snapshot.getLong("seq")).isEqualTo(4);
                assertThat(snapshot.getBoolean("recovered")).isFalse();
                assertThat(snapshot.getJsonObject("call").getString("status")).isEqualTo("in-progress");
                assertThat(snapshot.getJsonObject("call").getString("team")).isEqualTo("support");
                assertThat(captions(snapshot)).isEqualTo(json(call.written().subList(2, 4)));
                assertThat(viewer.messages().subList(1, 3)).isEqualTo(call.written().subList(4, 6));
            }
        }

        @Test
        void theSnapshotHoldsFinalsInOrderAndThenOneOpenPartialASpeaker() {
            call.started()
                .partial(Speaker.CALLER, "one")
                .last(Speaker.ASSISTANT, "two")
                .last(Speaker.CALLER, "one, done")
                .partial(Speaker.ASSISTANT, "th")
                .partial(Speaker.ASSISTANT, "three")
                .partial(Speaker.CALLER, "four");

            try (SocketClient viewer = watch()) {
                has(viewer, 1);

                List<String> all = call.written();
                assertThat(captions(viewer.json().getFirst()))
                    .isEqualTo(json(List.of(all.get(3), all.get(4), all.get(7), all.get(6))));
            }
        }

        @Test
        void theSnapshotTellsThatAPersonWasAskedFor() {
            call.started();
            long before = System.currentTimeMillis();
            call.askedForPerson();

            try (SocketClient viewer = watch()) {
                has(viewer, 1);

                assertThat(viewer.json().getFirst().getJsonObject("call").getLong("askedForPersonAt"))
                    .isGreaterThanOrEqualTo(before);
            }
        }

        @Test
        void theControlUrlStaysInside() {
            call.started();

            try (SocketClient viewer = watch()) {
                has(viewer, 1);

                assertThat(viewer.messages().getFirst()).doesNotContain("control.example");
            }
        }

        @Test
        void anEndedCallIsShownAndTheSocketStaysOpenForLateFinals() {
            call.started().ended();

            try (SocketClient viewer = watch()) {
                has(viewer, 1);
                call.last(Speaker.CALLER, "Bye.");
                has(viewer, 2);

                assertThat(viewer.json().getFirst().getJsonObject("call").getString("status")).isEqualTo("ended");
                assertThat(viewer.json().getFirst().getJsonObject("call").getString("endedReason"))
                    .isEqualTo("customer-ended-call");
                assertThat(viewer.closeCode()).isEqualTo(-1);
            }
        }

        @Test
        void aSupervisorMayWaitForACallThatHasNotBegun() {
            try (SocketClient viewer = hub.watch(call, "", TestTokens.supervisor())) {
                has(viewer, 1);
                call.started().partial(Speaker.CALLER, "Hi");
                has(viewer, 4);

                assertThat(viewer.json().getFirst().getJsonObject("call").getString("status")).isEqualTo("unknown");
                assertThat(viewer.messages().subList(1, 4)).isEqualTo(call.written());
            }
        }

        @Test
        void anAgentIsClosedForACallThatIsNotThereOrNotItsTeams() {
            CallWriter other = hub.newCall("sales").started();

            try (SocketClient unknown = watch(); SocketClient foreign = hub.watch(other, "", TestTokens.agent("support"))) {
                await().untilAsserted(() -> {
                    assertThat(unknown.closeCode()).isEqualTo(4003);
                    assertThat(foreign.closeCode()).isEqualTo(4003);
                });
                assertThat(unknown.messages()).isEmpty();
                assertThat(foreign.messages()).isEmpty();
            }
        }

        @Test
        void whatCanBeNoCallIdIsNobodysCall() {
            try (SocketClient viewer = hub.socket("/captions/no%20call%7B1%7D", TestTokens.supervisor())) {
                await().untilAsserted(() -> assertThat(viewer.closeCode()).isEqualTo(4003));
            }
        }
    }

    @Nested
    class OnResuming {

        @BeforeEach
        void somethingWasSaid() {
            call.started()
                .partial(Speaker.CALLER, "I")
                .last(Speaker.CALLER, "I see.")
                .partial(Speaker.ASSISTANT, "So")
                .partial(Speaker.ASSISTANT, "So what")
                .speech(Speaker.CALLER, true);
        }

        @Test
        void onlyWhatWasMissedComes() {
            try (SocketClient viewer = resume("e1:3")) {
                has(viewer, 3);
                call.last(Speaker.ASSISTANT, "So what else?");
                has(viewer, 4);

                List<String> all = call.written();
                assertThat(viewer.messages()).containsExactly(all.get(3), all.get(5), all.get(6), all.get(7));
            }
        }

        @Test
        void nothingComesToWhoHasItAll() {
            try (SocketClient viewer = resume("e1:7")) {
                call.last(Speaker.ASSISTANT, "So what else?");
                has(viewer, 1);

                assertThat(viewer.messages()).containsExactly(call.written().getLast());
            }
        }

        @Test
        void fromTheBeginningAllThatIsHeldComes() {
            try (SocketClient viewer = resume("e1:0")) {
                has(viewer, 5);

                List<String> all = call.written();
                assertThat(viewer.messages()).containsExactly(all.get(0), all.get(1), all.get(3), all.get(5), all.get(6));
            }
        }

        @Test
        void whatCannotBeResumedStartsFromASnapshot() {
            for (String since : List.of("e0:3", "e1:99", "e1:-1", "e1:x", "e1", ":3", "%00", "e1:99999999999999999999")) {
                try (SocketClient viewer = resume(since)) {
                    has(viewer, 1);

                    assertThat(viewer.json().getFirst().getString("type")).as(since).isEqualTo("snapshot");
                    assertThat(viewer.json().getFirst().getBoolean("recovered")).as(since).isFalse();
                }
            }
        }

        @Test
        void aTrimmedLogIsNotMistakenForAWholeOne() {
            redis.send(Request.cmd(Command.XTRIM).arg(call.keys().log()).arg("MINID").arg("6-0"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();

            try (SocketClient viewer = resume("e1:2"); SocketClient later = resume("e1:6")) {
                has(viewer, 1);
                has(later, 1);

                assertThat(viewer.json().getFirst().getString("type")).isEqualTo("snapshot");
                assertThat(later.json().getFirst().getString("type")).isEqualTo("speech");
            }
        }
    }

    @Nested
    class WhileWatching {

        @BeforeEach
        void aLiveCall() {
            call.started();
        }

        @Test
        void anEventLostOnItsWayIsFetchedFromTheLog() {
            try (SocketClient viewer = watch()) {
                has(viewer, 1);
                call.lostOnTheWay(Speaker.CALLER, "Nobody heard me").last(Speaker.CALLER, "Now they do");
                has(viewer, 3);

                assertThat(viewer.messages().subList(1, 3)).isEqualTo(call.written().subList(2, 4));
            }
        }

        @Test
        void aHistoryThatWentBackStartsFromAFreshSnapshot() {
            try (SocketClient viewer = watch()) {
                has(viewer, 1);
                call.last(Speaker.CALLER, "one").last(Speaker.CALLER, "two");
                has(viewer, 3);
                call.forget(2).last(Speaker.CALLER, "uno");
                has(viewer, 4);

                JsonObject snapshot = viewer.json().getLast();
                assertThat(snapshot.getString("type")).isEqualTo("snapshot");
                assertThat(snapshot.getBoolean("recovered")).isFalse();
                assertThat(captions(snapshot)).isEqualTo(json(call.finals()));
            }
        }

        /// As after a connect of the feed, which reads what it missed before it takes what passed meanwhile.
        @Test
        void aPartialThatComesBehindItsFinalIsNotTold() {
            try (SocketClient viewer = watch()) {
                has(viewer, 1);
                call.partial(Speaker.CALLER, "I want").last(Speaker.CALLER, "I want out.");
                has(viewer, 3);
                call.late(call.written().size() - 2);
                call.last(Speaker.CALLER, "Please.");
                has(viewer, 4);

                assertThat(viewer.messages().subList(1, 4))
                    .isEqualTo(call.written().subList(call.written().size() - 3, call.written().size()));
            }
        }

        @Test
        void anotherEpochStartsFromAFreshSnapshot() {
            try (SocketClient viewer = watch()) {
                has(viewer, 1);
                CallWriter again = new CallWriter(redis, shards, call.callId(), "e2", "support");
                call.erase();
                await().untilAsserted(() -> assertThat(viewer.closeCode()).isEqualTo(4003));
                again.started();
            }
            try (SocketClient viewer = resume("e1:2")) {
                has(viewer, 1);

                assertThat(viewer.json().getFirst().getString("epoch")).isEqualTo("e2");
            }
        }

        @Test
        void anAgentStaysWithACallThatRedisForgotWholly() {
            try (SocketClient viewer = watch()) {
                has(viewer, 1);
                call.forgetAll();
                captions.restart(shards.of(call.callId()));
                has(viewer, 2);
                assertThat(viewer.json().get(1).getBoolean("recovered")).isFalse();
                CallWriter again = new CallWriter(redis, shards, call.callId(), "e2", "support").started();
                has(viewer, 4);

                assertThat(viewer.messages().subList(2, 4)).isEqualTo(again.written());
            }
        }

        @Test
        void anAgentLosesACallThatComesBackAsAnothersTeams() {
            try (SocketClient viewer = watch()) {
                has(viewer, 1);
                call.forgetAll();
                captions.restart(shards.of(call.callId()));
                has(viewer, 2);
                new CallWriter(redis, shards, call.callId(), "e2", "sales").started();
                await().untilAsserted(() -> assertThat(viewer.closeCode()).isEqualTo(4003));

                assertThat(viewer.messages()).hasSize(2);
            }
        }

        @Test
        void erasureIsToldAndEndsTheSocket() {
            try (SocketClient viewer = watch()) {
                has(viewer, 1);
                call.erase();
                await().untilAsserted(() -> assertThat(viewer.closeCode()).isEqualTo(4003));

                assertThat(viewer.json().getLast().getString("type")).isEqualTo("call.erased");
            }
        }

        @Test
        void aCallThatMovesToAnotherTeamIsNoLongerShown() {
            try (SocketClient agent = watch(); SocketClient boss = hub.watch(call, "", TestTokens.supervisor())) {
                has(agent, 1);
                has(boss, 1);
                new CallWriter(redis, shards, call.callId(), "e1", "sales").after(call).status(CallStatus.FORWARDING);
                await().untilAsserted(() -> assertThat(agent.closeCode()).isEqualTo(4003));
                has(boss, 2);

                assertThat(agent.messages()).hasSize(1);
            }
        }

        @Test
        void thePagesOwnPingIsAnsweredAndAllElseIgnored() {
            try (SocketClient viewer = watch()) {
                has(viewer, 1);
                viewer.say("{\"subscribe\":\"other\"}").say("nonsense").say("{\"ping\":\"p\\\"1\"}");
                has(viewer, 2);

                assertThat(viewer.json().getLast()).isEqualTo(new JsonObject().put("pong", "p\"1"));
            }
        }
    }

    private static List<JsonObject> captions(JsonObject snapshot) {
        JsonArray captions = snapshot.getJsonArray("captions");
        return captions.stream().map(JsonObject.class::cast).toList();
    }

    private static List<JsonObject> json(List<String> texts) {
        return texts.stream().map(JsonObject::new).toList();
    }
}
