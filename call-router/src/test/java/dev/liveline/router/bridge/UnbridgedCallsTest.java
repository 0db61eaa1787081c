package dev.liveline.router.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.events.redis.TestRedis;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;

/// What becomes of Vapi's call when its caller never gets through to it.
class UnbridgedCallsTest {

    private static final URI NOBODY = URI.create("ws://localhost:1/transport");

    private static TestRedis redis;
    private static int calls;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private BridgeHouse house;
    private AssistantPeer assistants;
    private HttpServer control;
    private String callSid;
    private String callId;

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
        openWith(Map.of());
    }

    private void openWith(Map<String, String> settings) {
        calls++;
        callSid = "CAunbridged" + calls;
        callId = "call-of-" + callSid;
        house = new BridgeHouse(redis.uri(), settings);
        assistants = new AssistantPeer(house.vertx);
        control = Await.on(house.vertx.createHttpServer().requestHandler(request -> request.body().onSuccess(body -> {
            told.add(body.toString());
            request.response().end();
        })).listen(0, "localhost"));
    }

    @AfterEach
    void close() {
        Await.on(control.close());
        assistants.close();
        house.close();
    }

    private void announced(URI assistant) {
        house.takeSlot(callId);
        house.announce(callSid, assistant, URI.create("http://localhost:" + control.actualPort() + "/control"));
    }

    private void isEndedOnce() {
        Await.until().until(() -> !house.holdsSlot(callId));
        assertThat(told).containsExactly("{\"type\":\"end-call\"}");
        assertThat(house.count("liveline_bridge_unbridged_calls")).isEqualTo(1);
    }

    @Test
    void isEndedAndItsSlotFreeWhenVapisSocketDoesNotOpen() {
        assistants.refuseWith = 404;
        announced(assistants.address(callId));

        CallerPeer caller = house.caller(callSid);
        caller.start();

        Await.until().until(() -> caller.closedWith != null);
        isEndedOnce();
    }

    @Test
    void isEndedWhenTheSoundIsOfAnotherForm() {
        announced(assistants.address(callId));

        CallerPeer caller = house.caller(callSid);
        caller.start("audio/l16", 16_000);

        Await.until().until(() -> caller.closedWith != null);
        isEndedOnce();
        assertThat(assistants.lines).isEmpty();
    }

    @Test
    void isEndedOnceByWhoeverAsksFirst() {
        announced(NOBODY);

        Await.on(Future.all(house.unbridged.end(callSid), house.unbridged.end(callSid)));

        isEndedOnce();
    }

    @Test
    void isLeftToItsSocketWhenItWasSpokenTo() {
        announced(assistants.address(callId));
        CallerPeer caller = house.caller(callSid);
        caller.start();
        Await.until().until(() -> !assistants.lines.isEmpty());
        caller.speak(new byte[160]);
        Await.until().until(() -> !assistants.lines.getFirst().heard.isEmpty());

        caller.stop();

        Await.until().until(() -> assistants.lines.getFirst().closedWith != null);
        assertThat(assistants.lines.getFirst().texts).contains("{\"type\":\"end-call\"}");
        Await.on(house.unbridged.end(callSid));
        assertThat(told).isEmpty();
        assertThat(house.count("liveline_bridge_unbridged_calls")).isZero();
    }

    @Nested
    class WhenTwilioTellsNothing {

        @BeforeEach
        void soon() {
            close();
            openWith(Map.of("stream-within", "200ms"));
        }

        @Test
        void isEndedOnceItsStreamIsOverdue() {
            announced(NOBODY);

            house.unbridged.endUnlessStreaming(callSid);

            isEndedOnce();
        }
    }
}
