package dev.liveline.simulator.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liveline.simulator.scenario.Outcome;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.vapi.VapiCloud;
import dev.liveline.simulator.vapi.VapiOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TwilioCloudTest {

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final RouterDouble router = new RouterDouble();
    private final VapiCloud vapi = VapiCloud.start(VapiOptions.defaults().speed(100));
    private final TwilioCloud twilio = TwilioCloud.start(TwilioOptions.defaults(router.url()).speed(50), vapi);
    private final ScriptedCall script = new ScenarioGenerator(5).call(1);

    @AfterEach
    void stop() {
        twilio.close();
        vapi.close();
        router.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static PhoneCall over(PhoneCall call) throws Exception {
        return call.finished().get(60, TimeUnit.SECONDS);
    }

    private JsonObject rest(String path, Map<String, String> form) {
        return ask(HttpMethod.POST, path, Buffer.buffer(Webhooks.encoded(form)));
    }

    private JsonObject look(String path) {
        return ask(HttpMethod.GET, path, Buffer.buffer());
    }

    private JsonObject ask(HttpMethod method, String path, Buffer form) {
        var options = new RequestOptions().setMethod(method)
            .setAbsoluteURI(twilio.baseUrl() + "/2010-04-01/Accounts/" + twilio.options().accountSid() + path);
        var credentials = twilio.options().accountSid() + ":" + twilio.options().authToken();
        return http
            .request(options)
            .compose(request -> request
                .putHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes()))
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .send(form)
                .compose(HttpClientResponse::body))
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .toJsonObject();
    }

    @Nested
    class WhenTheAnswerDialsVapiBySip {

        @Test
        void theCallerTalksToTheAssistantWithOurHeadersAsVariables() throws Exception {
            // Given
            router.answer("/twilio/voice", "<Response><Dial action=\"/twilio/dial\" timeout=\"20\"><Sip "
                    + "statusCallback=\"" + router.url()
                    + "/leg\" statusCallbackEvent=\"initiated ringing answered completed\">"
                    + "sip:line@sip.vapi.ai?x-call-sid=CA1&amp;x-team=a%20b</Sip></Dial></Response>");
            // When
            var call = over(twilio.placeCall(script));
            // Then
            assertThat(call.reached()).hasSize(1).first().isInstanceOf(Reached.Assistant.class);
            var live = vapi.calls().getFirst();
            assertThat(live.facts().variableValues()).containsEntry("call-sid", "CA1").containsEntry("team", "a b");
            assertThat(live.facts().customer()).isEqualTo(script.caller());
            assertThat(live.outcome().finals()).isEqualTo(Outcome.of(script).finals());
            Awaitility.await()
                .untilAsserted(() -> assertThat(
                        router.received("/leg").stream().map(one -> one.form().get("CallStatus")).toList())
                    .contains("initiated", "ringing", "in-progress", "completed"));
        }
    }

    @Nested
    class WhenTheAnswerIsVapisBypassTwiml {

        @Test
        void theStreamStartsTheCallThatVapiHeldReady() throws Exception {
            // Given
            vapi.provideAssistant("a-1");
            vapi.providePhoneNumber("p-1", new JsonObject().put("provider", "twilio").put("number", script.dialled()));
            var created = http
                .request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(vapi.baseUrl() + "/call"))
                .compose(request -> request.putHeader("Authorization", "Bearer vapi-private-key")
                    .send(
                            new JsonObject().put("assistantId", "a-1")
                                .put("phoneNumberId", "p-1")
                                .put("phoneCallProviderBypassEnabled", true)
                                .put("customer", new JsonObject().put("number", script.caller()))
                                .toBuffer())
                    .compose(HttpClientResponse::body))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .toJsonObject();
            router.answer("/twilio/voice", created.getJsonObject("phoneCallProviderDetails").getString("twiml"));
            // When
            var call = over(twilio.placeCall(script));
            // Then
            assertThat(call.reached()).containsExactly(new Reached.Assistant(created.getString("id")));
            assertThat(vapi.call(created.getString("id")).orElseThrow().facts().callSid()).isEqualTo(call.sid());
            assertThat(call.status()).isEqualTo("completed");
        }
    }

    @Nested
    class WhenTheAnswerDialsPeople {

        @Test
        void aBusyOneIsReportedToTheActionWhichGoesOn() throws Exception {
            // Given
            twilio.callee("+15550300001", Callee.busy());
            twilio.callee("+15550300002", Callee.answering(Duration.ofSeconds(5)));
            router.answer("/twilio/voice",
                    "<Response><Dial action=\"/twilio/dial\"><Number>+15550300001</Number></Dial></Response>");
            router.answer("/twilio/dial", form -> form.get("DialCallStatus").equals("busy")
                    ? "<Response><Dial>+15550300002</Dial></Response>"
                    : "<Response><Hangup/></Response>");
            // When
            var call = over(twilio.placeCall(script));
            // Then
            assertThat(call.reached()).containsExactly(new Reached.Person("+15550300002"));
            assertThat(call.dialStatuses()).containsExactly("busy", "completed");
            assertThat(router.received("/twilio/status")).hasSize(1);
        }
    }

    @Nested
    class WhenTheAnswerIsNoTwiml {

        @Test
        void theCallerHearsTheErrorRecording() throws Exception {
            router.answer("/twilio/voice", "{\"error\":\"oops\"}");
            assertThat(over(twilio.placeCall(script)).reached()).hasSize(1).first().isInstanceOf(Reached.ErrorRecording.class);
        }
    }

    @Nested
    class WhileACallIsLive {

        @Test
        void aRestUpdateMovesItToAConferenceWhereAnAgentJoins() throws Exception {
            // Given
            twilio.callee("+15550300009", Callee.answering(Duration.ofSeconds(20)));
            router.answer("/twilio/voice", "<Response><Enqueue action=\"/after\">support</Enqueue></Response>");
            var call = twilio.placeCall(script);
            Awaitility.await().untilAsserted(() -> assertThat(twilio.waiting("support").join()).hasSize(1));
            // When
            rest("/Calls/" + call.sid() + ".json", Map.of("Twiml",
                    "<Response><Dial><Conference endConferenceOnExit=\"true\">room-1</Conference></Dial></Response>"));
            rest("/Conferences/room-1/Participants.json",
                    Map.of("From", "+15550200000", "To", "+15550300009", "Label", "agent", "EndConferenceOnExit", "true"));
            // Then
            over(call);
            assertThat(call.reached()).containsExactly(new Reached.Queue("support"), new Reached.Conference("room-1"));
            assertThat(router.received("/after")).isEmpty();
            assertThat(rest("/Calls/" + call.sid() + ".json", Map.of("Status", "completed")).getInteger("code"))
                .isEqualTo(21220);
            assertThat(rest("/Calls/CA0.json", Map.of("Status", "completed")).getInteger("code")).isEqualTo(20404);
        }
    }

    @Nested
    class InAConference {

        private PhoneCall caller;
        private PhoneCall agent;

        private PhoneCall join(String to, Map<String, String> as) {
            twilio.callee(to, Callee.answering(Duration.ofHours(1)));
            var form = new HashMap<>(as);
            form.putAll(Map.of("From", "+15550200000", "To", to));
            var sid = rest("/Conferences/room-1/Participants.json", form).getString("call_sid");
            Awaitility.await().until(() -> !heardBy(twilio.call(sid).orElseThrow()).isEmpty());
            return twilio.call(sid).orElseThrow();
        }

        private Set<String> heardBy(PhoneCall listener) {
            return twilio.heardBy(listener).join();
        }

        @BeforeEach
        void callerAndAgentTalk() {
            router.answer("/twilio/voice",
                    "<Response><Dial><Conference endConferenceOnExit=\"true\" participantLabel=\"caller\""
                            + " statusCallback=\"" + router.url()
                            + "/room\" statusCallbackEvent=\"join leave end\">room-1</Conference>"
                            + "</Dial></Response>");
            caller = twilio.placeCall(script);
            Awaitility.await().until(() -> !caller.reached().isEmpty());
            agent = join("+15550300009", Map.of("Label", "agent"));
        }

        @Test
        void theMutedAreHeardByNobodyAndACoachByWhomTheyCoach() {
            var monitor = join("+15550300010", Map.of("Muted", "true"));
            var coach = join("+15550300011", Map.of("Coaching", "true", "CallSidToCoach", agent.sid()));

            assertThat(heardBy(monitor)).containsOnly(caller.sid(), agent.sid());
            assertThat(heardBy(agent)).containsOnly(caller.sid(), coach.sid());
            assertThat(heardBy(caller)).containsOnly(agent.sid());

            rest("/Conferences/room-1/Participants/" + monitor.sid() + ".json", Map.of("Muted", "false"));
            rest("/Conferences/room-1/Participants/" + coach.sid() + ".json", Map.of("Coaching", "false"));
            assertThat(heardBy(caller)).containsOnly(agent.sid(), monitor.sid(), coach.sid());

            rest("/Conferences/room-1/Participants/agent.json", Map.of("Hold", "true"));
            assertThat(heardBy(agent)).isEmpty();
            assertThat(heardBy(caller)).doesNotContain(agent.sid());
        }

        @Test
        void nobodyIsInTwiceUnderOneLabelOrCoachesSomebodyWhoIsNotThere() {
            var twice = Map.of("From", "+15550200000", "To", "+15550300012", "Label", "agent");
            assertThat(rest("/Conferences/room-1/Participants.json", twice).getInteger("code")).isEqualTo(16025);
            assertThat(rest("/Conferences/room-1/Participants/agent.json", Map.of("Coaching", "true", "CallSidToCoach", "CA0"))
                .getInteger("code")).isEqualTo(13240);
        }

        @Test
        void whatWasAskedForIsReportedAndTheCallersGoingEndsIt() throws Exception {
            caller.hangUp();
            over(agent);
            Awaitility.await()
                .untilAsserted(() -> assertThat(
                        router.received("/room").stream().map(one -> one.form().get("StatusCallbackEvent")).toList())
                    .contains("participant-join", "participant-leave", "conference-end")
                    .doesNotContain("conference-start"));
            assertThat(heardBy(agent)).isEmpty();
        }
    }

    @Nested
    class WhenANumberIsSetUp {

        @Test
        void itIsFoundByItsNumberAndKeepsItsWebhooks() {
            var found = look("/IncomingPhoneNumbers.json?PhoneNumber=%2B15550200001")
                .getJsonArray("incoming_phone_numbers");
            assertThat(found).hasSize(1);
            var sid = found.getJsonObject(0).getString("sid");
            rest("/IncomingPhoneNumbers/" + sid + ".json", Map.of("VoiceUrl", "https://line.example/twilio/voice"));

            assertThat(look("/IncomingPhoneNumbers.json?PhoneNumber=%2B15550200001").getJsonArray("incoming_phone_numbers")
                .getJsonObject(0)
                .getString("voice_url")).isEqualTo("https://line.example/twilio/voice");
            assertThat(rest("/IncomingPhoneNumbers/PN0.json", Map.of("VoiceUrl", "x")).getInteger("code")).isEqualTo(20404);
        }
    }

    @Nested
    class WhenTheVoiceUrlFails {

        @Test
        void itIsTriedAgainWithTheSameTokenWhereItsFragmentSaysSo() throws Exception {
            // Given
            router.fail("/twilio/voice", 2);
            router.answer("/twilio/voice", "<Response><Say>Hello there.</Say></Response>");
            var options = TwilioOptions.defaults(router.url())
                .speed(50)
                .voiceUrl(router.url() + "/twilio/voice#rc=2&rp=ct,5xx");
            try (var patient = TwilioCloud.start(options)) {
                // When
                var call = over(patient.placeCall(script));
                // Then
                assertThat(call.reached()).containsExactly(new Reached.Words("Hello there."));
                assertThat(router.received("/twilio/voice").stream().map(RouterDouble.Received::token).distinct()).hasSize(1);
                assertThat(router.received("/twilio/voice")).hasSize(3);
            }
        }

        @Test
        void theFallbackUrlIsAskedInItsPlace() throws Exception {
            // Given
            router.fail("/twilio/voice", 9);
            router.answer("/fallback", "<Response><Dial>+15550300001</Dial></Response>");
            try (var careful = TwilioCloud
                .start(TwilioOptions.defaults(router.url()).speed(50).fallbackUrl(router.url() + "/fallback"))) {
                careful.callee("+15550300001", Callee.answering(Duration.ofSeconds(5)));
                // When
                var call = over(careful.placeCall(script));
                // Then
                assertThat(call.reached()).containsExactly(new Reached.Person("+15550300001"));
                assertThat(router.received("/fallback").getFirst().form()).containsEntry("ErrorCode", "11217")
                    .containsEntry("ErrorUrl", router.url() + "/twilio/voice");
            }
        }
    }

    @Nested
    class BehindAnIngress {

        @Test
        void thePublicUrlIsSignedAndNamedThoughAnotherIsReached() throws Exception {
            // Given
            router.answer("/twilio/voice", "<Response><Say>Hello there.</Say></Response>");
            try (var outside = TwilioCloud.start(
                    TwilioOptions.defaults("https://edge.example.test").connectUrl(router.url()).speed(50))) {
                // When
                over(outside.placeCall(script));
                // Then
                var received = router.received("/twilio/voice").getFirst();
                assertThat(received.host()).isEqualTo("edge.example.test");
                assertThat(received.signature()).isEqualTo(new TwilioSignature(outside.options().authToken())
                    .of("https://edge.example.test/twilio/voice", received.form()));
            }
        }
    }

    @Nested
    class WhileTheCallerTalksToTheAssistant {

        @Test
        void aRestUpdateTakesTheCallerAwayAndEndsTheAssistantsCall() throws Exception {
            // Given
            router.answer("/twilio/voice",
                    "<Response><Dial action=\"/twilio/dial\"><Sip>sip:line@sip.vapi.ai</Sip></Dial></Response>");
            var call = twilio.placeCall(script);
            Awaitility.await().untilAsserted(() -> assertThat(call.reached()).hasSize(1));
            // When
            rest("/Calls/" + call.sid() + ".json", Map.of("Twiml", "<Response><Dial>+15550300008</Dial></Response>"));
            // Then
            over(call);
            assertThat(call.reached()).endsWith(new Reached.Person("+15550300008"));
            assertThat(vapi.calls().getFirst().endedReason()).isEqualTo("customer-ended-call");
            assertThat(router.received("/twilio/dial")).isEmpty();
        }
    }

    @Nested
    class WhenVapiForwardsASipCall {

        @Test
        void theCallerReachesThePerson() throws Exception {
            // Given
            router.answer("/twilio/voice",
                    "<Response><Dial action=\"/twilio/dial\"><Sip>sip:line@sip.vapi.ai</Sip></Dial></Response>");
            twilio.callee("+15550300007", Callee.answering(Duration.ofSeconds(5)));
            var call = twilio.placeCall(script);
            Awaitility.await().untilAsserted(() -> assertThat(vapi.calls()).hasSize(1));
            var live = vapi.calls().getFirst();
            Awaitility.await().untilAsserted(() -> assertThat(live.status()).isEqualTo("in-progress"));
            // When
            http.request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(live.facts().controlUrl()))
                .compose(request -> request.send(new JsonObject().put("type", "transfer")
                    .put("destination",
                            new JsonObject().put("type", "number").put("number", "+15550300007"))
                    .toBuffer()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
            over(call);
            // Then
            assertThat(call.reached()).containsExactly(new Reached.Assistant(live.id()), new Reached.Person("+15550300007"));
            assertThat(router.received("/twilio/dial").getFirst().form()).containsEntry("DialCallStatus", "completed");
        }
    }

    @Nested
    class WhenWebhooksAreRepeated {

        @Test
        void theRepeatsCarryTheSameTokenAndAValidSignature() throws Exception {
            // Given
            router.answer("/twilio/voice", "<Response><Say>Hello there.</Say></Response>");
            try (var repeating = TwilioCloud.start(TwilioOptions.defaults(router.url()).speed(50).repeats(2))) {
                // When
                over(repeating.placeCall(script));
                // Then
                Awaitility.await().untilAsserted(() -> assertThat(router.received("/twilio/voice")).hasSize(3));
                var received = router.received("/twilio/voice");
                assertThat(received.stream().map(RouterDouble.Received::token).distinct()).hasSize(1);
                assertThat(received).allMatch(one -> one.signature()
                    .equals(
                            new TwilioSignature(twilio.options().authToken()).of(router.url() + "/twilio/voice", one.form())));
                assertThat(List.of("StirVerstat", "CallToken", "From", "CallSid"))
                    .allMatch(received.getFirst().form()::containsKey);
            }
        }
    }
}
