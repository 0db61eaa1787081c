package dev.liveline.router.bridge;

import static dev.liveline.router.Clouds.ASSISTANT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.lessThan;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.TestTokens;
import dev.liveline.router.Clouds;
import dev.liveline.router.RouterResource;
import dev.liveline.simulator.audio.Passage;
import dev.liveline.simulator.scenario.Recogniser;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.Speaker;
import dev.liveline.simulator.scenario.Turn;
import dev.liveline.simulator.twilio.MediaStream;
import dev.liveline.simulator.twilio.PhoneCall;
import dev.liveline.simulator.twilio.Reached;
import dev.liveline.simulator.twilio.StreamManner;
import dev.liveline.simulator.vapi.LiveCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

/// The whole service between the stand-in clouds: from the caller's ring over our socket to the assistant and back.
@QuarkusTest
@QuarkusTestResource(RouterResource.class)
class BridgedCallTest {

    private static final String NUMBER = "+15550400001";
    private static final String FALLBACK = "We will call you back.";

    private final Clouds clouds = Clouds.get();

    /// Three short turns each; the caller barges in on the assistant's second.
    private static ScriptedCall conversation() {
        Recogniser recogniser = new Recogniser(1);
        return new ScriptedCall(1, "019b0000-0000-7000-8000-00000000b001", "+15550100001", NUMBER, "test", List.of(
                new Turn.Spoken(Speaker.ASSISTANT, Duration.ZERO, List.of(recogniser.follow("Hello there."))),
                new Turn.Spoken(Speaker.CALLER, Duration.ZERO, List.of(recogniser.hear("I have a question."))),
                new Turn.CutShort(Duration.ZERO,
                        List.of(recogniser.follow("Of course, I can help with that, please tell me everything about it now.")),
                        Duration.ofMillis(2_500)),
                new Turn.Spoken(Speaker.CALLER, Duration.ZERO, List.of(recogniser.hear("No wait."))),
                new Turn.Spoken(Speaker.ASSISTANT, Duration.ZERO, List.of(recogniser.follow("Goodbye."))),
                new Turn.Spoken(Speaker.CALLER, Duration.ZERO, List.of(recogniser.hear("Bye.")))), "customer-ended-call");
    }

    @BeforeEach
    void aBridgedNumber() {
        given().auth()
            .oauth2(TestTokens.token("ada", Set.of("admin"), Set.of()))
            .contentType("application/json")
            .body("{\"mode\":\"bridge\",\"assistantId\":\"" + ASSISTANT + "\",\"fallback\":{\"say\":\"" + FALLBACK + "\"}}")
            .put("/routing/numbers/" + NUMBER)
            .then()
            .statusCode(lessThan(300));
        clouds.vapi.script(conversation());
    }

    @AfterEach
    void letTransportsIn() {
        clouds.vapi.refuseTransports(false);
    }

    private PhoneCall finished(StreamManner manner) throws Exception {
        return clouds.twilio.placeCall(conversation(), manner).finished().get(90, TimeUnit.SECONDS);
    }

    @Test
    void callerAndAssistantHoldAConversation() throws Exception {
        PhoneCall call = finished(StreamManner.clean().signedWithSlash());

        MediaStream stream = call.stream().orElseThrow();
        LiveCall live = clouds.vapi.calls().getLast();
        List<Integer> arrived = live.line().orElseThrow().received().numbers();
        assertThat(stream.errors()).isEmpty();
        assertThat(arrived).as("every frame, in order")
            .hasSizeGreaterThan(300)
            .isEqualTo(IntStream.range(0, arrived.size()).boxed().toList());
        assertThat(live.outcome().said(Speaker.CALLER)).containsExactly("I have a question.", "No wait.", "Bye.");
        assertThat(live.outcome().bargeIns()).isEqualTo(1);
        assertThat(stream.clears()).hasSize(1);
        assertThat(stream.staleAfterClear()).as("of the cut utterance, after clear").isEmpty();
        assertThat(live.line().orElseThrow().refused()).as("messages Vapi does not know").isEmpty();
    }

    @Test
    void lostRepeatedAndOvertakenFramesDoNotDisturbTheConversation() throws Exception {
        PhoneCall call = finished(StreamManner.clean().losing(50).repeating(60).swapping(15));

        LiveCall live = clouds.vapi.calls().getLast();
        List<Integer> arrived = live.line().orElseThrow().received().numbers();
        assertThat(call.stream().orElseThrow().errors()).isEmpty();
        assertThat(arrived).as("each once, in order").isSorted().doesNotHaveDuplicates();
        Passage passage = Passage.of(call.stream().orElseThrow().sent(), live.line().orElseThrow().received());
        assertThat(passage.lost()).as("overtaken frames, not played").isPositive();
        assertThat(live.outcome().said(Speaker.CALLER)).containsExactly("I have a question.", "No wait.", "Bye.");
    }

    @Nested
    class WhenTheBridgeCannotBe {

        private void reachesTheFallback(StreamManner manner) throws Exception {
            assertThat(finished(manner).reached()).endsWith(new Reached.Words(FALLBACK))
                .noneMatch(Reached.ErrorRecording.class::isInstance);
            LiveCall unspoken = clouds.vapi.calls().getLast();
            Await.until().untilAsserted(() -> assertThat(unspoken.isOver()).as("Vapi's call is ended").isTrue());
        }

        @Test
        void becauseVapisSocketDoesNotOpenTheCallerHearsTheFallback() throws Exception {
            clouds.vapi.refuseTransports(true);

            reachesTheFallback(StreamManner.clean());
        }

        @Test
        void becauseTheSoundIsOfAnotherFormTheCallerHearsTheFallback() throws Exception {
            reachesTheFallback(StreamManner.clean().format("audio/l16", 16_000));
        }

        @Test
        void becauseTheHandshakeIsNotSignedTheCallerHearsTheFallback() throws Exception {
            reachesTheFallback(StreamManner.clean().badlySigned());
        }
    }
}
