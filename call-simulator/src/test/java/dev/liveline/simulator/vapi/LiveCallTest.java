package dev.liveline.simulator.vapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liveline.simulator.scenario.Fault;
import dev.liveline.simulator.scenario.Outcome;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.Speaker;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LiveCallTest {

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private final ServerDouble server = new ServerDouble();
    private final ScriptedCall script = new ScenarioGenerator(7).call(2);
    private VapiCloud vapi;

    @AfterEach
    void stop() {
        vapi.close();
        server.close();
    }

    private VapiOptions options() {
        return VapiOptions.defaults().serverUrl(server.url()).speed(20);
    }

    private LiveCall place(VapiOptions options) {
        vapi = VapiCloud.start(options);
        return vapi.placeCall(script);
    }

    private static void finished(LiveCall call) throws Exception {
        call.finished().get(60, TimeUnit.SECONDS);
    }

    private void untilInProgress(LiveCall call) {
        Awaitility.await().untilAsserted(() -> assertThat(call.status()).isEqualTo("in-progress"));
    }

    private LiveCall controlled(JsonObject... bodies) throws Exception {
        var call = place(options());
        untilInProgress(call);
        for (var body : bodies) {
            assertThat(new ApiClient(vapi).control(call, body).status()).isEqualTo(200);
        }
        return call;
    }

    @Nested
    class TheMessages {

        @Test
        void areSignedAndSpeakOfTheCall() throws Exception {
            // Given
            finished(place(options()));
            // When
            var received = server.received();
            // Then
            assertThat(received).allSatisfy(one -> {
                var timestamp = Long.parseLong(one.headers().get("x-timestamp"));
                assertThat(WebhookSigning.hmac("webhook-secret").headers(one.body(), timestamp * 1000).get("x-signature"))
                    .isEqualTo(one.headers().get("x-signature"));
                assertThat(one.message().getJsonObject("call").getString("id")).isEqualTo(script.callId());
                assertThat(one.message().getJsonObject("customer").getString("number")).isEqualTo(script.caller());
                assertThat(one.message().getJsonObject("call").getJsonObject("monitor").getString("controlUrl"))
                    .contains("/control/");
            });
            assertThat(received).extracting(one -> one.message().getLong("timestamp")).isSorted();
            var sizes = received.stream()
                .filter(one -> "speech-update".equals(one.message().getString("type")))
                .map(one -> one.body().length)
                .toList();
            assertThat(sizes.getLast()).isGreaterThan(sizes.getFirst());
        }

        @Test
        void areOnlyThoseTheAssistantAskedFor() throws Exception {
            // Given
            vapi = VapiCloud.start(options());
            vapi.provideAssistant("silent", new JsonObject().put("name", "silent"));
            vapi.provideAssistant("finals",
                    new JsonObject().put("serverMessages", new JsonArray().add(MessageType.FINAL_ONLY).add("status-update")));
            // When
            finished(vapi.placeCall(script, "silent"));
            finished(vapi.placeCall(new ScenarioGenerator(7).call(3), "finals"));
            // Then
            assertThat(server.messages("transcript")).isNotEmpty()
                .allMatch(message -> "final".equals(message.getString("transcriptType")))
                .noneMatch(message -> message.getJsonObject("call").getString("id").equals(script.callId()));
        }

        @Test
        void areRepeatedAsTheBackoffPlanSays() throws Exception {
            // Given
            vapi = VapiCloud.start(options());
            var plan = new JsonObject().put("type", "fixed")
                .put("maxRetries", 3)
                .put("baseDelaySeconds", 0.01)
                .put("excludedStatusCodes", new JsonArray().add(422));
            vapi.provideAssistant("stubborn", new JsonObject().put("serverMessages", new JsonArray(MessageType.CAPTIONED))
                .put("server", new JsonObject().put("url", server.url()).put("backoffPlan", plan)));
            server.answer((message, count) -> switch (message.getString("type")) {
                case "end-of-call-report" -> new ServerDouble.Reply(count % 3 == 0 ? 200 : 503, "");
                case "hang", "status-update" -> new ServerDouble.Reply(422, "");
                default -> new ServerDouble.Reply(200, "{}");
            });
            // When
            var call = vapi.placeCall(script, "stubborn");
            finished(call);
            // Then
            Awaitility.await()
                .untilAsserted(() -> assertThat(call.replies()).anyMatch(
                        reply -> reply.type().equals("end-of-call-report") && reply.accepted()));
            assertThat(call.replies()).filteredOn(reply -> reply.type().equals("status-update"))
                .allMatch(reply -> reply.attempts() == 1 && reply.status() == 422);
        }

        @Test
        void areLostRepeatedAndReorderedOnDemand() throws Exception {
            // Given
            List<Fault> faults = List.of(new Fault.Duplicated(0.3, Duration.ofSeconds(1)),
                    new Fault.Reordered(0.3, Duration.ofSeconds(2)),
                    new Fault.Dropped(0.3, Fault.Loss.REPLACEABLE));
            // When
            var call = place(options().faults(faults));
            finished(call);
            // Then
            assertThat(call.outcome()).isEqualTo(Outcome.of(script));
            assertThat(server.received().stream().map(one -> new String(one.body())).distinct().count())
                .isLessThan(server.received().size());
            assertThat(server.received()).extracting(one -> one.message().getLong("timestamp"))
                .isNotEqualTo(server.received().stream().map(one -> one.message().getLong("timestamp")).sorted().toList());
        }
    }

    @Nested
    class TheControlUrl {

        @Test
        void makesTheAssistantSaySomething() throws Exception {
            var call = controlled(new JsonObject().put("type", "say").put("content", "One moment please. I am checking that."));
            finished(call);
            assertThat(call.outcome().said(Speaker.ASSISTANT)).containsSubsequence("One moment please.", "I am checking that.");
            assertThat(call.outcome().said(Speaker.CALLER)).isEqualTo(Outcome.of(script).said(Speaker.CALLER));
            assertThat(call.controls()).hasSize(1);
        }

        @Test
        void interruptsTheAssistant() throws Exception {
            // Given
            var call = place(options().speed(2));
            Awaitility.await().untilAsserted(() -> assertThat(server.messages("transcript")).isNotEmpty());
            // When
            new ApiClient(vapi).control(call, new JsonObject().put("type", "say")
                .put("content", "Stop there.")
                .put("interruptAssistantEnabled", true)
                .put("endCallAfterSpoken", true));
            finished(call);
            // Then
            assertThat(call.outcome().said(Speaker.ASSISTANT).getLast()).isEqualTo("Stop there.");
            assertThat(call.endedReason()).isEqualTo("assistant-ended-call-after-message-spoken");
        }

        @Test
        void mutesTheAssistantUntilItIsUnmuted() throws Exception {
            // Given
            var call = controlled(new JsonObject().put("type", "control").put("control", "mute-assistant"));
            Awaitility.await().untilAsserted(() -> assertThat(call.outcome().said(Speaker.CALLER)).hasSizeGreaterThan(1));
            var muted = call.outcome().said(Speaker.ASSISTANT);
            // When
            new ApiClient(vapi).control(call, new JsonObject().put("type", "control").put("control", "unmute-assistant"));
            finished(call);
            // Then
            assertThat(muted).hasSizeLessThan(2);
            assertThat(call.outcome().said(Speaker.ASSISTANT)).hasSizeGreaterThan(muted.size());
        }

        @Test
        void transfersTheCall() throws Exception {
            var call = controlled(new JsonObject().put("type", "transfer")
                .put("content", "Connecting you.")
                .put("destination",
                        new JsonObject().put("type", "number").put("number", "+15550100777")));
            finished(call);
            assertThat(call.endedReason()).isEqualTo("assistant-forwarded-call");
            assertThat(call.forwardedTo()).isEqualTo("+15550100777");
            assertThat(call.outcome().said(Speaker.ASSISTANT)).contains("Connecting you.");
            assertThat(server.messages("status-update")).extracting(message -> message.getString("status"))
                .endsWith("forwarding",
                        "ended");
        }

        @Test
        void endsTheCallAndIsGoneThen() throws Exception {
            var call = controlled(new JsonObject().put("type", "end-call"));
            finished(call);
            assertThat(call.endedReason()).isEqualTo("manually-canceled");
            assertThat(new ApiClient(vapi).control(call, new JsonObject().put("type", "end-call")).status()).isEqualTo(404);
        }

        @Test
        void refusesWhatItDoesNotKnow() throws Exception {
            var call = place(options());
            untilInProgress(call);
            assertThat(new ApiClient(vapi).control(call, new JsonObject().put("type", "interrupt")).status()).isEqualTo(400);
        }
    }

    @Nested
    class AnImportedNumberWithoutAssistant {

        private LiveCall ring() {
            vapi = VapiCloud.start(options());
            vapi.provideAssistant("chosen");
            vapi.providePhoneNumber("p-1", new JsonObject().put("provider", "twilio").put("number", "+15550200009"));
            return vapi.receivePhoneCall("+15550200009", "+15550100009");
        }

        @Test
        void isAnsweredByTheAssistantTheServerNames() throws Exception {
            server.answer((_, _) -> new ServerDouble.Reply(200, "{\"assistantId\":\"chosen\"}"));
            var call = ring();
            finished(call);
            assertThat(call.facts().assistantId()).isEqualTo("chosen");
            assertThat(server.messages("assistant-request")).hasSize(1);
            assertThat(server.messages("transcript")).isNotEmpty();
        }

        @Test
        void isForwardedWhereTheServerSays() throws Exception {
            server.answer((_, _) -> new ServerDouble.Reply(200,
                    "{\"destination\":{\"type\":\"number\",\"number\":\"+15550100777\"}}"));
            var call = ring();
            finished(call);
            assertThat(call.forwardedTo()).isEqualTo("+15550100777");
        }

        @Test
        void fallsSilentWhenTheServerFails() throws Exception {
            server.answer((_, _) -> new ServerDouble.Reply(500, "oops"));
            var call = ring();
            finished(call);
            assertThat(call.endedReason()).isEqualTo("assistant-request-failed");
        }
    }

    @Nested
    class ATransferWithoutDestination {

        @Test
        void asksTheServerAndFollows() throws Exception {
            // Given
            server.answer((message, _) -> message.getString("type").equals("transfer-destination-request")
                    ? new ServerDouble.Reply(200, "{\"destination\":{\"type\":\"sip\",\"sipUri\":\"sip:desk@example.test\"}}")
                    : new ServerDouble.Reply(200, "{}"));
            var call = place(options());
            untilInProgress(call);
            // When
            assertThat(call.askForTransferDestination().get(30, TimeUnit.SECONDS).accepted()).isTrue();
            finished(call);
            // Then
            assertThat(call.forwardedTo()).isEqualTo("sip:desk@example.test");
        }
    }

    @Nested
    class ASipCallOverTheLimit {

        @Test
        void isEndedAtOnce() throws Exception {
            vapi = VapiCloud.start(options().concurrencyLimit(0));
            var call = vapi.receiveSip("sip:line@sip.vapi.ai", Map.of("x-a", "b"), "+15550100001", "+15550200001");
            finished(call);
            assertThat(call.endedReason()).isEqualTo("call.start.error-subscription-concurrency-limit-reached");
        }
    }
}
