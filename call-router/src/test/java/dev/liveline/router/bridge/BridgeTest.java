package dev.liveline.router.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.liveline.events.RoutingEvent.MediaBargeIn;
import dev.liveline.events.RoutingEvent.MediaReport;
import dev.liveline.events.redis.TestRedis;
import dev.liveline.router.bridge.AssistantPeer.Line;
import dev.liveline.router.bridge.media.MuLaw;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;

/// The bridge between real sockets, with a real Redis.
class BridgeTest {

    private static TestRedis redis;
    private static int calls;

    private BridgeHouse house;
    private AssistantPeer assistants;
    private String callSid;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void open() {
        calls++;
        callSid = "CA" + calls;
        openWith(Map.of());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void openWith(Map<String, String> settings) {
        if (house != null) {
            house.close();
        }
        house = new BridgeHouse(redis.uri(), settings);
        assistants = new AssistantPeer(house.vertx);
    }

    /// A call whose line to the assistant is open.
    private CallerPeer bridged() {
        house.announce(callSid, assistants.address(callSid));
        CallerPeer caller = house.caller(callSid);
        caller.start();
        Await.until().until(() -> assistants.lines.size() == 1);
        return caller;
    }

    private Line line() {
        return assistants.lines.getLast();
    }

    /// Sound that can be told apart by its first sample.
    private static byte[] sound(int tag) {
        byte[] audio = new byte[MuLaw.FRAME_BYTES];
        Arrays.fill(audio, (byte) 0x20);
        audio[0] = (byte) tag;
        return audio;
    }

    private static List<Integer> tags(List<byte[]> audio) {
        return audio.stream().filter(frame -> !MuLaw.isSilent(frame)).map(frame -> (int) frame[0]).toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Nested
    class WhileACallIsBridged {

        @Test
        void theCallersAudioReachesTheAssistantUnchangedAndInOrder() {
            CallerPeer caller = bridged();

            for (int i = 0; i < 40; i++) {
                caller.speak(sound(i));
            }

            Await.until().untilAsserted(() -> assertThat(tags(line().heard)).isEqualTo(range(0, 40)));
            assertThat(line().heard).allMatch(frame -> frame.length == 160);
        }

        @Test
        void theLineIsOpenedWithOurKeyAtTheCallsAddress() {
            bridged();

            assertThat(line().authorization).isEqualTo("Bearer vapi-key");
            assertThat(line().path).isEqualTo("/" + callSid + "/transport");
        }

        @Test
        void audioFromBeforeTheLineWasOpenIsNotLost() {
            house.announce(callSid, assistants.address(callSid));
            CallerPeer caller = house.caller(callSid);
            caller.start();
            for (int i = 0; i < 10; i++) {
                caller.speak(sound(i));
            }

            Await.until().until(() -> !assistants.lines.isEmpty() && tags(line().heard).size() == 10);
        }

        @Test
        void theAssistantHearsSilenceWhileTheCallersSideIsSilent() {
            bridged();

            Await.until().until(() -> line().heard.size() > 50);
            assertThat(line().heard.getLast()).containsOnly(0xFF).hasSize(160);
        }

        @Test
        void theAssistantsAudioReachesTheCallerWithMarks() {
            CallerPeer caller = bridged();
            line().speech("assistant", "started");
            for (int i = 0; i < 20; i++) {
                line().speak(sound(i));
            }
            line().speech("assistant", "stopped");

            Await.until().untilAsserted(() -> assertThat(tags(caller.heard())).isEqualTo(range(0, 20)));
            Await.until()
                .untilAsserted(() -> assertThat(caller.received).extracting(m -> m.getString("event"))
                    .startsWith("mark", "media")
                    .endsWith("media", "mark"));
            assertThat(caller.received).allMatch(message -> message.getString("streamSid").equals("MZ1"));
        }

        @Test
        void pressedKeysAreToldTogether() {
            CallerPeer caller = bridged();

            caller.press("4");
            caller.press("2");
            caller.press("#");

            Await.until().until(() -> !line().texts.isEmpty());
            JsonObject told = new JsonObject(line().texts.getFirst());
            assertThat(told.getString("type")).isEqualTo("add-message");
            assertThat(told.getJsonObject("message").getString("content")).endsWith("42#");
        }

        @Test
        void pressedKeysWaitForTheLineAndTooManyAreCounted() {
            house.announce(callSid, assistants.address(callSid));
            assistants.hesitates = true;
            CallerPeer caller = house.caller(callSid);
            caller.start();
            Await.until().until(() -> assistants.waiting() == 1);
            for (int i = 0; i < 18; i++) {
                caller.press("#");
            }
            Await.until().until(() -> house.count("liveline_bridge_lost_key_entries") == 2);

            assistants.letIn();

            Await.until().until(() -> assistants.lines.size() == 1 && line().texts.size() == 16);
        }

        @Test
        void qualityIsToldAsItGoesOn() {
            openWith(Map.of("report-every", "200ms"));
            CallerPeer caller = bridged();

            caller.speak(sound(1));

            Await.until().untilAsserted(() -> assertThat(house.routingEvents()).anySatisfy(event -> {
                assertThat(event).isInstanceOf(MediaReport.class);
                assertThat(event.callId()).isEqualTo("call-of-" + callSid);
            }));
        }

        @Test
        void aMessageNobodyCanReadIsSkipped() {
            CallerPeer caller = bridged();

            caller.send("{\"event\":");
            caller.send("{\"event\":\"media\",\"media\":{\"payload\":\"***\"}}");
            caller.speak(sound(7));

            Await.until().until(() -> tags(line().heard).contains(7));
            assertThat(house.metrics.get("liveline_bridge_malformed_messages").counter().count()).isEqualTo(2);
        }
    }

    @Nested
    class WhenTheCallerBargesIn {

        private CallerPeer assistantIsCut() {
            CallerPeer caller = bridged();
            line().speech("assistant", "started");
            for (int i = 0; i < 100; i++) {
                line().speak(sound(1));
            }
            Await.until().until(() -> caller.heard().size() > 5);
            caller.echo();
            line().speech("user", "started");
            for (int i = 0; i < 50; i++) {
                line().speak(sound(1));
            }
            line().say("{\"type\":\"user-interrupted\"}");
            line().speech("assistant", "started");
            for (int i = 0; i < 5; i++) {
                line().speak(sound(2));
            }
            Await.until().until(() -> tags(caller.heard()).stream().filter(tag -> tag == 2).count() == 5);
            return caller;
        }

        @Test
        void notOneFrameOfTheCutUtteranceFollowsTheClear() {
            CallerPeer caller = assistantIsCut();

            List<JsonObject> received = List.copyOf(caller.received);
            int clear = received.indexOf(new JsonObject().put("event", "clear").put("streamSid", "MZ1"));
            assertThat(clear).isPositive();
            assertThat(received.subList(clear + 1, received.size()))
                .filteredOn(message -> message.getString("event").equals("media"))
                .hasSize(5);
        }

        @Test
        void itIsToldOnceWithWhatWasHeard() {
            assistantIsCut();

            Await.until()
                .untilAsserted(() -> assertThat(house.routingEvents()).filteredOn(MediaBargeIn.class::isInstance)
                    .filteredOn(event -> event.callId().equals("call-of-" + callSid))
                    .singleElement()
                    .satisfies(event -> assertThat(((MediaBargeIn) event).playedMs()).isBetween(0L, 2_000L)));
            assertThat(house.metrics.get("liveline_bridge_flush_latency").timer().count()).isEqualTo(1);
        }
    }

    @Nested
    class WhenTheCallerHangsUp {

        @Test
        void vapisCallIsEnded() {
            CallerPeer caller = bridged();

            caller.stop();

            Await.until().until(() -> line().closedWith != null);
            assertThat(line().texts).containsExactly("{\"type\":\"end-call\"}");
            assertThat(line().closedWith).isEqualTo(1000);
            assertThat(house.count("liveline_bridge_closes", "reason", "caller-gone")).isEqualTo(1);
        }

        @Test
        void aBrokenSocketEndsVapisCallToo() {
            CallerPeer caller = bridged();

            caller.close();

            Await.until().until(() -> line().closedWith != null);
            assertThat(line().texts).containsExactly("{\"type\":\"end-call\"}");
            Await.until().until(() -> house.endingOf(callSid).filter(BridgeEnding.STREAM_LOST::equals).isPresent());
        }
    }

    @Nested
    class WhenVapisSocketCloses {

        @Test
        void theNormalEndIsTheEndOfTheCallAfterTheLastWords() {
            CallerPeer caller = bridged();
            line().speech("assistant", "started");
            for (int i = 0; i < 40; i++) {
                line().speak(sound(i));
            }
            line().close(1000);

            Await.until().until(() -> tags(caller.heard()).size() == 40);
            Await.until().until(() -> caller.closedWith != null);
            assertThat(caller.closedWith).isEqualTo(1000);
            assertThat(house.endingOf(callSid)).contains(BridgeEnding.ASSISTANT_ENDED);
            assertThat(BridgeEnding.ASSISTANT_ENDED.toFallback()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(ints = { 1006, 1011, 1012 })
        void aBreakIsMendedOnce(int code) {
            CallerPeer caller = bridged();
            caller.speak(sound(1));
            Await.until().until(() -> tags(line().heard).contains(1));

            if (code == 1006) {
                assistants.lines.getFirst().breakOff();
            } else {
                line().close(code);
            }
            Await.until().until(() -> assistants.lines.size() == 2);
            caller.speak(sound(2));
            line().speech("assistant", "started");
            line().speak(sound(3));

            Await.until().until(() -> tags(line().heard).contains(2) && tags(caller.heard()).contains(3));
            assertThat(caller.closedWith).isNull();
        }

        @Test
        void aSecondBreakLeadsTheCallerToTheFallback() {
            CallerPeer caller = bridged();
            line().close(1011);
            Await.until().until(() -> assistants.lines.size() == 2);

            line().close(1011);

            Await.until().until(() -> caller.closedWith != null);
            assertThat(caller.closedWith).isEqualTo(1011);
            assertThat(house.endingOf(callSid)).contains(BridgeEnding.ASSISTANT_LOST);
            assertThat(BridgeEnding.ASSISTANT_LOST.toFallback()).isTrue();
        }

        @Test
        void aRefusalIsNotMended() {
            CallerPeer caller = bridged();

            line().close(1008);

            Await.until().until(() -> caller.closedWith != null);
            assertThat(assistants.lines).hasSize(1);
            assertThat(house.endingOf(callSid)).contains(BridgeEnding.ASSISTANT_LOST);
        }
    }

    @Nested
    class WhenVapisSocketDoesNotOpen {

        @ParameterizedTest
        @ValueSource(ints = { 403, 503 })
        void theCallerIsLedToTheFallback(int status) {
            openWith(Map.of("connect-within", "700ms"));
            assistants.refuseWith = status;
            house.announce(callSid, assistants.address(callSid));
            CallerPeer caller = house.caller(callSid);
            caller.start();

            Await.until().until(() -> caller.closedWith != null);
            assertThat(house.endingOf(callSid)).contains(BridgeEnding.ASSISTANT_LOST);
        }

        @Test
        void aMomentOfOverloadIsWaitedFor() {
            assistants.refuseWith = 503;
            house.announce(callSid, assistants.address(callSid));
            CallerPeer caller = house.caller(callSid);
            caller.start();
            Await.until().until(() -> house.metrics.get("liveline_bridge_reconnects").counter().count() > 0);

            assistants.refuseWith = 0;

            Await.until().until(() -> assistants.lines.size() == 1);
            assertThat(caller.closedWith).isNull();
        }

        @Test
        void anAddressThatIsNobodysIsNoSecret() {
            openWith(Map.of("connect-within", "700ms"));
            house.announce(callSid, URI.create("ws://localhost:1/secret"));
            CallerPeer caller = house.caller(callSid);
            caller.start();

            Await.until().until(() -> caller.closedWith != null);
            assertThat(caller.closeReason).doesNotContain("secret");
        }
    }

    @Nested
    class WhatIsRefused {

        private int statusOf(Future<WebSocket> handshake) {
            Await.until().until(handshake::isComplete);
            return handshake.cause() instanceof UpgradeRejectedException rejected ? rejected.getStatus() : 101;
        }

        @Test
        void aHandshakeThatIsNotSignedByTwilio() {
            assertThat(statusOf(house.handshake(null))).isEqualTo(403);
            assertThat(statusOf(house.handshake(BridgeHouse.signature("ws://localhost:2/twilio/media")))).isEqualTo(403);
            assertThat(statusOf(house.handshake(BridgeHouse.signature("http://localhost:1/twilio/media")))).isEqualTo(403);
            assertThat(house.count("liveline_bridge_refused_handshakes", "reason", "signature")).isEqualTo(3);
        }

        @Test
        void aRequestThatIsNoHandshake() {
            int status = Await.on(house.vertx.createHttpClient()
                .request(HttpMethod.GET, house.port(), "localhost", MediaUrl.PATH)
                .compose(request -> request
                    .putHeader("X-Twilio-Signature", BridgeHouse.signature("ws://localhost:1/twilio/media"))
                    .send())
                .map(HttpClientResponse::statusCode));

            assertThat(status).isEqualTo(426);
        }

        @Test
        void butNotASignatureOfTheAddressWithASlash() {
            assertThat(statusOf(house.handshake(BridgeHouse.signature("ws://localhost:1/twilio/media/")))).isEqualTo(101);
        }

        @Test
        void oneCallTooMany() {
            openWith(Map.of("max-calls", "1"));
            bridged();

            assertThat(statusOf(house.handshake(BridgeHouse.signature("ws://localhost:1/twilio/media")))).isEqualTo(503);
        }

        @Test
        void anotherFormatThanMuLaw() {
            house.announce(callSid, assistants.address(callSid));
            CallerPeer caller = house.caller(callSid);
            caller.start("audio/l16", 16_000);

            Await.until().until(() -> caller.closedWith != null);
            assertThat(caller.closedWith).isEqualTo(1003);
            assertThat(caller.closeReason).isEqualTo("format-refused");
            assertThat(house.endingOf(callSid)).contains(BridgeEnding.FORMAT_REFUSED);
            assertThat(assistants.lines).isEmpty();
        }

        @Test
        void aLegNobodyAnnounced() {
            CallerPeer caller = house.caller(callSid);
            caller.start();

            Await.until().until(() -> caller.closedWith != null);
            assertThat(caller.closedWith).isEqualTo(1008);
        }

        @Test
        void aSocketWithoutAStream() {
            openWith(Map.of("start-within", "200ms"));
            CallerPeer caller = house.caller(callSid);

            Await.until().until(() -> caller.closedWith != null);
            assertThat(caller.closedWith).isEqualTo(1002);
        }

        @Test
        void nothingButRubbish() {
            CallerPeer caller = house.caller(callSid);
            for (int i = 0; i < 60; i++) {
                caller.send("rubbish");
            }

            Await.until().until(() -> caller.closedWith != null);
            assertThat(caller.closedWith).isEqualTo(1007);
        }
    }

    @Nested
    class WhenASecondSocketIsOpenedForTheSameLeg {

        @Test
        void itTakesTheCallOver() {
            CallerPeer first = bridged();

            CallerPeer second = house.caller(callSid);
            second.start();

            Await.until().until(() -> first.closedWith != null && assistants.lines.size() == 2);
            assertThat(assistants.lines.getFirst().texts).doesNotContain("{\"type\":\"end-call\"}");
            second.speak(sound(5));
            Await.until().until(() -> tags(line().heard).contains(5));
            assertThat(house.endingOf(callSid)).isEmpty();
        }

        @Test
        void aLineThatOpensTooLateForTheFirstDoesNotEndTheCall() {
            house.announce(callSid, assistants.address(callSid));
            assistants.hesitates = true;
            CallerPeer first = house.caller(callSid);
            first.start();
            Await.until().until(() -> assistants.waiting() == 1);
            assistants.hesitates = false;
            CallerPeer second = house.caller(callSid);
            second.start();
            Await.until().until(() -> first.closedWith != null && assistants.lines.size() == 1);

            assistants.letIn();

            Await.until().until(() -> assistants.lines.size() == 2 && line().closedWith != null);
            assertThat(line().texts).isEmpty();
        }
    }

    @Nested
    class WhenTheServiceIsToldToStop {

        @Test
        void bridgedCallsGoOnAndNewOnesAreRefused() {
            CallerPeer caller = bridged();
            Future<Void> drained = house.bridges.drain(Duration.ofSeconds(60));

            Future<WebSocket> late = house.handshake(BridgeHouse.signature("ws://localhost:1/twilio/media"));
            Await.until().until(late::isComplete);
            assertThat(late.cause()).isInstanceOf(UpgradeRejectedException.class);
            caller.speak(sound(4));
            Await.until().until(() -> tags(line().heard).contains(4));
            assertThat(drained.isComplete()).isFalse();

            caller.stop();
            Await.until().until(drained::succeeded);
        }

        @Test
        void whenTheTimeIsOverTheCallerIsLedToTheFallback() {
            CallerPeer caller = bridged();

            Await.on(house.bridges.drain(Duration.ofMillis(100)));

            Await.until().until(() -> caller.closedWith != null && line().closedWith != null);
            assertThat(house.endingOf(callSid)).contains(BridgeEnding.DRAINED);
            assertThat(line().texts).contains("{\"type\":\"end-call\"}");
        }
    }

    @Test
    void aCallAnnouncedHereIsBridgedWhileRedisIsAway() {
        house.announce(callSid, assistants.address(callSid));
        redis.stop();
        try {
            CallerPeer caller = house.caller(callSid);
            caller.start();
            Await.until().until(() -> assistants.lines.size() == 1);
            caller.speak(sound(6));

            Await.until().until(() -> tags(line().heard).contains(6));
            line().close(1008);
            Await.until().until(() -> caller.closedWith != null);
        } finally {
            redis.restart();
        }
    }
}
