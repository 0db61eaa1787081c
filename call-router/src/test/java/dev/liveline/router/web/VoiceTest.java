package dev.liveline.router.web;

import static dev.liveline.router.Clouds.ASSISTANT;
import static dev.liveline.router.Clouds.PHONE_NUMBER_ID;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.router.Clouds;
import dev.liveline.router.RouterResource;
import dev.liveline.router.TwilioClient;
import dev.liveline.simulator.twilio.Callee;
import dev.liveline.simulator.twilio.PhoneCall;
import dev.liveline.simulator.twilio.Reached;
import dev.liveline.simulator.twilio.TwilioSignature;
import dev.liveline.simulator.twilio.TwimlRules;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
@QuarkusTestResource(RouterResource.class)
class VoiceTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final AtomicInteger NUMBERS = new AtomicInteger(5550300);

    private final Clouds clouds = Clouds.get();
    private final String number = "+1555" + NUMBERS.incrementAndGet();
    private final String person = "+1444" + NUMBERS.get();

    @Nested
    class ASipNumber {

        @Test
        void connectsTheCallerToTheAssistantOverSip() throws Exception {
            route("""
                    {"mode":"sip","sipUri":"sip:support@sip.vapi.test","team":"billing","fallback":{"dial":["%s"]}}""");

            PhoneCall call = clouds.twilio.placeCall("+15557770001", number);

            await().atMost(LONG).untilAsserted(() -> assertThat(call.reached()).hasSize(1));
            assertThat(call.reached()).hasOnlyElementsOfType(Reached.Assistant.class);
            call.hangUp();
            call.finished().get(20, TimeUnit.SECONDS);
            assertThat(call.answers()).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        }

        @Test
        void givesVapiTheCallSidInAHeader() {
            route("""
                    {"mode":"sip","sipUri":"sip:support@sip.vapi.test","fallback":{"dial":["%s"]}}""");

            String twiml = voice("CA0000000000000000000000000000beef", number, Map.of()).asString();

            assertThat(twiml).contains("sip:support@sip.vapi.test?x-liveline-call-sid=CA0000000000000000000000000000beef&amp;");
            assertThat(TwimlRules.violations(twiml)).isEmpty();
        }
    }

    @Nested
    class ABypassNumber {

        @Test
        void connectsTheCallerByVapisTwiml() {
            route("""
                    {"mode":"bypass","assistantId":"%s","phoneNumberId":"%s","fallback":{"say":"Sorry"}}"""
                .formatted(ASSISTANT, PHONE_NUMBER_ID));

            PhoneCall call = clouds.twilio.placeCall("+15557770002", number);

            await().atMost(LONG).untilAsserted(() -> assertThat(call.reached()).hasSize(1));
            assertThat(call.reached()).hasOnlyElementsOfType(Reached.Assistant.class);
            call.hangUp();
        }
    }

    @Nested
    class AFallback {

        @Test
        void triesPeopleInTurnThenTheRest() throws Exception {
            String second = person + "1";
            route("{\"mode\":\"direct\",\"fallback\":{\"dial\":[\"%s\",\"" + second + "\"],\"say\":\"Bye\"}}");
            clouds.twilio.callee(person, Callee.busy());
            clouds.twilio.callee(second, Callee.answering());

            PhoneCall call = clouds.twilio.placeCall("+15557770003", number).finished().get(20, TimeUnit.SECONDS);

            assertThat(call.reached()).containsExactly(new Reached.Person(second));
            assertThat(call.dialStatuses()).containsExactly("busy", "completed");
        }

        @Test
        void endsInWordsWhenNobodyAnswers() throws Exception {
            route("{\"mode\":\"direct\",\"fallback\":{\"dial\":[\"%s\"],\"say\":\"We call you back.\"}}");
            clouds.twilio.callee(person, Callee.absent());

            PhoneCall call = clouds.twilio.placeCall("+15557770004", number).finished().get(20, TimeUnit.SECONDS);

            assertThat(call.reached()).containsExactly(new Reached.Words("We call you back."));
        }

        @Test
        void isTheDefaultForANumberThatIsNotInTheTable() {
            String twiml = voice("CA0000000000000000000000000000000a", "+15550999999", Map.of()).asString();
            assertThat(twiml).contains("<Say").contains("<Hangup/>");
            assertThat(TwimlRules.violations(twiml)).isEmpty();
        }
    }

    @Nested
    class ARequestThatIsNotTwilios {

        @Test
        void getsNoTwimlWithoutSignature() {
            given().formParam("CallSid", "CA1")
                .formParam("To", number)
                .post("/twilio/voice")
                .then()
                .statusCode(403)
                .body(emptyString());
        }

        @Test
        void getsNoTwimlWithASignatureOfOtherFields() {
            Map<String, String> signed = new TreeMap<>(Map.of("CallSid", "CA1", "To", number));
            String signature = new TwilioSignature(RedisResource.TWILIO_AUTH_TOKEN).of(Clouds.publicUrl() + "/twilio/voice",
                    signed);
            given().header("X-Twilio-Signature", signature)
                .formParam("CallSid", "CA1")
                .formParam("To", "+15550000000")
                .post("/twilio/voice")
                .then()
                .statusCode(403)
                .body(emptyString());
        }
    }

    @Test
    void aPathOfTwiliosThatIsNotThereIsRefusedWithoutWords() {
        given().post("/twilio/nothing").then().statusCode(404).body(emptyString());
        given().delete("/twilio/voice")
            .then()
            .statusCode(405)
            .header("Allow", equalTo("GET, HEAD, OPTIONS, POST"))
            .header("Content-Type", nullValue())
            .body(emptyString());
    }

    @Nested
    class ARepeatedWebhook {

        @Test
        void getsTheSameAnswerAndHasNoSecondEffect() {
            route("""
                    {"mode":"bypass","assistantId":"%s","phoneNumberId":"%s","fallback":{"say":"Sorry"}}"""
                .formatted(ASSISTANT, PHONE_NUMBER_ID));
            int before = clouds.vapi.calls().size();

            String first = voice("CA0000000000000000000000000000000b", number, Map.of("I-Twilio-Idempotency-Token", "t-1"))
                .asString();
            String second = voice("CA0000000000000000000000000000000b", number, Map.of("I-Twilio-Idempotency-Token", "t-1"))
                .asString();
            String withoutToken = voice("CA0000000000000000000000000000000b", number, Map.of()).asString();

            assertThat(second).isEqualTo(first);
            assertThat(withoutToken).isEqualTo(first);
            assertThat(clouds.vapi.calls()).hasSize(before + 1);
        }
    }

    private Response voice(String callSid, String to, Map<String, String> headers) {
        return TwilioClient.voice(callSid, to, headers).then().statusCode(200).contentType("text/xml").extract().response();
    }

    private void route(String json) {
        TwilioClient.route(number, json.contains("%s") ? json.formatted(person) : json);
    }
}
