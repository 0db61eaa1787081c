package dev.liveline.router.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import dev.liveline.edge.webhook.SpentSignature;
import dev.liveline.edge.problem.Problem;
import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.AssistantChange;
import dev.liveline.events.Command.Order;
import dev.liveline.events.Command.Release;
import dev.liveline.events.RoutingEvent.CallOver;
import dev.liveline.events.RoutingEvent.CallPlaced;
import dev.liveline.events.RoutingEvent.LegStatus;
import dev.liveline.events.RoutingEvent.WentToFallback;
import dev.liveline.events.Shards;
import dev.liveline.events.redis.StreamAppender;
import dev.liveline.router.Clouds;
import dev.liveline.router.RedisProbe;
import dev.liveline.router.RouterResource;
import dev.liveline.router.TwilioClient;
import dev.liveline.simulator.vapi.ApiFault;
import dev.liveline.simulator.vapi.WebhookSigning;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(RouterResource.class)
class RoutingApiTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final AtomicInteger STEP = new AtomicInteger();
    private static final String NUMBER = "+15550500001";
    private static final String SAY = "{\"mode\":\"direct\",\"fallback\":{\"say\":\"Bye\"}}";

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    @Inject
    StreamAppender appender;

    @Inject
    MeterRegistry metrics;

    private final Clouds clouds = Clouds.get();
    private RedisProbe probe;

    @BeforeEach
    void probe() {
        probe = new RedisProbe(redis, shards);
    }

    @Nested
    class TheNumberTable {

        @Test
        void keepsWhatAnAdminPutsThere() {
            String route = """
                    {"mode":"bypass","assistantId":"a-1","phoneNumberId":"p-1","team":"billing",
                     "fallback":{"dial":["+15550300001","sip:desk@pbx.test"],"enqueue":"billing","voicemail":true,"say":"Bye"}}""";
            admin().body(route).put("/routing/numbers/" + NUMBER).then().statusCode(200).body("number", equalTo(NUMBER));

            admin().get("/routing/numbers/%2B15550500001")
                .then()
                .statusCode(200)
                .body("mode", equalTo("bypass"))
                .body("sipUri", nullValue())
                .body("fallback.dial[1]", equalTo("sip:desk@pbx.test"))
                .body("fallback.voicemail", equalTo(true));
            admin().get("/routing/numbers").then().statusCode(200).body("numbers.number", hasItem(NUMBER));
            admin().delete("/routing/numbers/" + NUMBER).then().statusCode(204);
            admin().get("/routing/numbers/" + NUMBER).then().statusCode(404);
            admin().delete("/routing/numbers/" + NUMBER).then().statusCode(404);
            admin().get("/routing/numbers").then().body("numbers.number", not(hasItem(NUMBER)));
        }

        @Test
        void tellsWhoseAssistantIsGone() {
            String number = "+15550500077";
            admin().body("""
                    {"mode":"bypass","assistantId":"a-gone","phoneNumberId":"p-7","fallback":{"say":"Bye"}}""")
                .put("/routing/numbers/" + number)
                .then()
                .statusCode(200);
            appender.append(new AssistantChange("assistant", "a-other", "deleted", 1));
            appender.append(new AssistantChange("assistant", "a-gone", "deleted", 2));
            await().atMost(LONG).untilAsserted(() -> assertThat(orphaned()).isEqualTo(1));
            appender.append(new AssistantChange("assistant", "a-gone", "created", 3));
            await().atMost(LONG).untilAsserted(() -> assertThat(orphaned()).isZero());
            admin().delete("/routing/numbers/" + number).then().statusCode(204);
        }

        private double orphaned() {
            return metrics.get("liveline_router_numbers_orphaned").gauge().value();
        }

        @ParameterizedTest
        @ValueSource(strings = { "{\"mode\":\"direct\",\"fallback\":{\"say\":\"x\"}} {}",
                "{\"mode\":\"direct\",\"fallback\":{\"enqueue\":5}}",
                "{\"mode\":\"direct\",\"team\":5,\"fallback\":{\"say\":\"x\"}}",
                "{\"mode\":\"direct\",\"fallback\":{\"voicemail\":\"yes\"}}", "{\"mode\":\"direct\"", "" })
        void takesOneDocumentWithValuesThatAreWhatTheySay(String route) {
            admin().body(route)
                .put("/routing/numbers/" + NUMBER)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
        }

        @ParameterizedTest
        @ValueSource(strings = { "{}", "{\"mode\":\"magic\",\"fallback\":{\"say\":\"x\"}}",
                "{\"mode\":\"sip\",\"fallback\":{\"say\":\"x\"}}",
                "{\"mode\":\"sip\",\"sipUri\":\"support\",\"fallback\":{\"say\":\"x\"}}",
                "{\"mode\":\"bypass\",\"assistantId\":\"a\",\"fallback\":{\"say\":\"x\"}}",
                "{\"mode\":\"bridge\",\"fallback\":{\"say\":\"x\"}}", "{\"mode\":\"direct\"}",
                "{\"mode\":\"direct\",\"fallback\":{}}",
                "{\"mode\":\"direct\",\"fallback\":{\"dial\":[\"5550300001\"]}}",
                "{\"mode\":\"direct\",\"fallback\":{\"dial\":[null]}}",
                "{\"mode\":\"direct\",\"fallback\":{\"voicemail\":false}}",
                "{\"mode\":\"direct\",\"fallback\":{\"say\":\" \"}}" })
        void refusesWhatMakesNoSense(String route) {
            admin().body(route)
                .put("/routing/numbers/" + NUMBER)
                .then()
                .statusCode(422)
                .contentType("application/problem+json");
        }

        @Test
        void refusesWhatIsNoJson() {
            admin().body("{").put("/routing/numbers/" + NUMBER).then().statusCode(400).contentType("application/problem+json");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                {"mode":"direct","fallback":{"dail":["+15550300001"],"say":"Bye"}} | /fallback/dail
                {"mode":"direct","taem":"billing","fallback":{"say":"Bye"}}        | /taem
                """)
        void refusesAFieldItDoesNotKnowByItsName(String route, String place) {
            admin().body(route)
                .put("/routing/numbers/" + NUMBER)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(place));
        }

        @Test
        void refusesANumberThatIsNotE164() {
            admin().body(SAY).put("/routing/numbers/5550500001").then().statusCode(422);
        }

        @Test
        void isForAdmins() {
            given().auth().oauth2(TestTokens.supervisor()).get("/routing/numbers").then().statusCode(403);
            given().get("/routing/numbers").then().statusCode(401);
        }
    }

    @Nested
    class AMethodThatAPathDoesNotTake {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                POST   | /routing/numbers              | GET, HEAD, OPTIONS
                PATCH  | /routing/numbers/+15550500001 | DELETE, GET, HEAD, OPTIONS, PUT
                DELETE | /routing/calls/a/commands     | OPTIONS, POST
                PUT    | /webhook/vapi/routing         | OPTIONS, POST
                POST   | /twilio/media                 | GET
                """)
        void isToldWhichItDoes(String method, String path, String allowed) {
            admin().request(method, path)
                .then()
                .statusCode(405)
                .contentType(Problem.MEDIA_TYPE)
                .header("Allow", equalTo(allowed));
        }
    }

    @Nested
    class AnOutboundCall {

        private final String wish = """
                {"to":"+15551112222","assistantId":"%s","phoneNumberId":"%s","team":"billing"}""".formatted(Clouds.ASSISTANT,
                Clouds.PHONE_NUMBER_ID);

        @Test
        void isPlacedByVapiAndTold() {
            String callId = supervisor().body(wish).post("/routing/calls").then().statusCode(201).extract().path("callId");

            assertThat(clouds.vapi.call(callId)).isPresent();
            await().atMost(LONG)
                .untilAsserted(() -> assertThat(probe.routing(callId)).singleElement()
                    .isInstanceOfSatisfying(CallPlaced.class, placed -> {
                        assertThat(placed.direction()).isEqualTo("outbound");
                        assertThat(placed.team()).isEqualTo("billing");
                    }));
            clouds.vapi.call(callId).orElseThrow().hangUp();
        }

        @Test
        void isPlacedOnceForOneKey() {
            String key = UUID.randomUUID().toString();
            String first = supervisor().header("Idempotency-Key", key)
                .body(wish)
                .post("/routing/calls")
                .then()
                .statusCode(201)
                .extract()
                .path("callId");
            String second = supervisor().header("Idempotency-Key", key)
                .body(wish)
                .post("/routing/calls")
                .then()
                .statusCode(201)
                .extract()
                .path("callId");

            assertThat(second).isEqualTo(first);
            supervisor().header("Idempotency-Key", key)
                .body(wish.replace("2222", "3333"))
                .post("/routing/calls")
                .then()
                .statusCode(422);
        }

        @ParameterizedTest
        @ValueSource(strings = { "", " " })
        void isNotPlacedForAKeyWithoutCharacters(String key) {
            supervisor().header("Idempotency-Key", key)
                .body(wish)
                .post("/routing/calls")
                .then()
                .statusCode(400)
                .body("detail", containsString("Idempotency-Key"));
        }

        @ParameterizedTest
        @ValueSource(strings = { "", "null" })
        void isNotPlacedWithoutABody(String body) {
            supervisor().body(body).post("/routing/calls").then().statusCode(400).contentType("application/problem+json");
        }

        @Test
        void isABadGatewayIfVapiFails() {
            clouds.vapi.breakApi(new ApiFault.Failing(500));
            supervisor().body(wish).post("/routing/calls").then().statusCode(502).contentType("application/problem+json");
        }

        @Test
        void isTooManyIfVapiSaysSo() {
            clouds.vapi.breakApi(new ApiFault.AtLimit());
            int active = supervisor().get("/routing/capacity").then().statusCode(200).extract().path("active");
            supervisor().body(wish).post("/routing/calls").then().statusCode(429).header("Retry-After", equalTo("5"));
            await().atMost(LONG)
                .untilAsserted(() -> assertThat((int) supervisor().get("/routing/capacity").path("active"))
                    .isLessThanOrEqualTo(active));
        }

        @ParameterizedTest
        @ValueSource(strings = { "{}", "{\"to\":\"12\",\"assistantId\":\"a\"}", "{\"to\":\"+15551112222\"}",
                "{\"to\":\"+15551112222\",\"assistantId\":\"a\"}" })
        void needsWhatItNeeds(String body) {
            supervisor().body(body).post("/routing/calls").then().statusCode(422);
        }

        @Test
        void isNotForAgents() {
            given().auth()
                .oauth2(TestTokens.agent("billing"))
                .contentType("application/json")
                .body(wish)
                .post("/routing/calls")
                .then()
                .statusCode(403);
        }
    }

    @Nested
    class AQuestionOfVapis {

        private final String callId = UUID.randomUUID().toString();

        @BeforeEach
        void aDirectNumber() {
            TwilioClient.route(NUMBER,
                    "{\"mode\":\"direct\",\"assistantId\":\"a-77\",\"team\":\"billing\",\"fallback\":{\"dial\":[\"+15550300001\"]}}");
        }

        @Test
        void isAnsweredWithTheNumbersAssistant() {
            ask(question("assistant-request", NUMBER)).body("assistantId", equalTo("a-77"));
            ask(question("assistant-request", NUMBER)).body("assistantId", equalTo("a-77"));

            await().atMost(LONG)
                .untilAsserted(() -> assertThat(probe.routing(callId)).singleElement()
                    .isInstanceOfSatisfying(CallPlaced.class, placed -> assertThat(placed.route()).isEqualTo("direct")));
        }

        @Test
        void aboutANumberThatIsNotThereIsAnsweredWithWords() {
            ask(question("assistant-request", "+15550599999")).body("error", not(nullValue()));
        }

        @Test
        void whereToTransferIsAnsweredWithAPerson() {
            ask(question("transfer-destination-request", NUMBER)).body("destination.number", equalTo("+15550300001"));
        }

        @Test
        void isRefusedWithoutSignatureAndWithASpentOne() {
            byte[] body = question("transfer-destination-request", NUMBER);
            given().contentType("application/json")
                .body(body)
                .post("/webhook/vapi/routing")
                .then()
                .statusCode(401)
                .body("detail", equalTo("The message is not signed as it must be."));

            Map<String, String> headers = WebhookSigning.hmac(RedisResource.WEBHOOK_SECRET)
                .headers(body, System.currentTimeMillis());
            given().headers(headers)
                .contentType("application/json")
                .body(body)
                .post("/webhook/vapi/routing")
                .then()
                .statusCode(200);
            await().atMost(LONG)
                .untilAsserted(() -> given().headers(headers)
                    .contentType("application/json")
                    .body(body)
                    .post("/webhook/vapi/routing")
                    .then()
                    .statusCode(401)
                    .body("detail", equalTo("This signature was used before.")));
        }

        @Test
        void isRefusedIfACommitOfTranscriptServiceSpentItsSignature() {
            byte[] body = question("transfer-destination-request", NUMBER);
            long signedAt = System.currentTimeMillis();
            Map<String, String> headers = WebhookSigning.hmac(RedisResource.WEBHOOK_SECRET).headers(body, signedAt);
            SpentSignature signature = new SpentSignature(headers.get("x-signature").substring(0, 40), signedAt / 60_000);
            probe.send(Request.cmd(Command.SADD).arg(signature.set(shards.tag(callId))).arg(signature.number()));

            given().headers(headers)
                .contentType("application/json")
                .body(body)
                .post("/webhook/vapi/routing")
                .then()
                .statusCode(401)
                .body("detail", equalTo("This signature was used before."));
        }

        @Test
        void isRefusedIfItIsNoJson() {
            byte[] body = "{".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            given().headers(WebhookSigning.hmac(RedisResource.WEBHOOK_SECRET).headers(body, System.currentTimeMillis()))
                .contentType("application/json")
                .body(body)
                .post("/webhook/vapi/routing")
                .then()
                .statusCode(400);
        }

        private byte[] question(String type, String dialled) {
            return new JsonObject().put("message",
                    new JsonObject().put("type", type)
                        .put("timestamp", System.currentTimeMillis())
                        .put("call", new JsonObject().put("id", callId))
                        .put("phoneNumber", new JsonObject().put("number", dialled)))
                .toBuffer()
                .getBytes();
        }

        private io.restassured.response.ValidatableResponse ask(byte[] body) {
            return given()
                .headers(WebhookSigning.hmac(RedisResource.WEBHOOK_SECRET)
                    .headers(body, System.currentTimeMillis() + STEP.incrementAndGet()))
                .contentType("application/json")
                .body(body)
                .post("/webhook/vapi/routing")
                .then()
                .statusCode(200);
        }
    }

    @Nested
    class WhatTwilioReports {

        private final String callSid = "CA" + UUID.randomUUID().toString().replace("-", "");

        @Test
        void isToldOnceAndNeverBackwards() {
            report(callSid, "ringing", 0);
            report(callSid, "completed", 3);
            report(callSid, "in-progress", 1);
            report(callSid, "completed", 3);

            await().atMost(LONG).untilAsserted(() -> assertThat(probe.routing(callSid)).hasSize(3));
            assertThat(probe.routing(callSid)).filteredOn(LegStatus.class::isInstance)
                .extracting(event -> ((LegStatus) event).status())
                .containsExactly("ringing", "completed");
            assertThat(probe.routing(callSid)).filteredOn(CallOver.class::isInstance).hasSize(1);
        }

        @Test
        void freesTheSlotOfACall() {
            TwilioClient.route(NUMBER, "{\"mode\":\"sip\",\"sipUri\":\"sip:a@sip.vapi.test\",\"fallback\":{\"say\":\"x\"}}");
            TwilioClient.voice(callSid, NUMBER, Map.of()).then().statusCode(200);
            assertThat(holds(callSid)).isTrue();

            report(callSid, "completed", 4);

            await().atMost(LONG).until(() -> !holds(callSid));
        }

        @Test
        void isNotNeededIfTheCallWasReleased() {
            TwilioClient.route(NUMBER, "{\"mode\":\"sip\",\"sipUri\":\"sip:a@sip.vapi.test\",\"fallback\":{\"say\":\"x\"}}");
            TwilioClient.voice(callSid, NUMBER, Map.of()).then().statusCode(200);
            String vapiId = UUID.randomUUID().toString();
            probe.call(vapiId, Map.of("status", "ended", "callSid", callSid));

            appender.append(new Release(new Order(UUID.randomUUID().toString(), vapiId, "liveline", 1), "customer-ended-call"));

            await().atMost(LONG).until(() -> !holds(callSid));
        }

        @Test
        void sendsACallerDownThePlanIfTheAssistantWasNotReached() {
            TwilioClient.route(NUMBER, "{\"mode\":\"sip\",\"sipUri\":\"sip:a@sip.vapi.test\",\"fallback\":{\"say\":\"Plan\"}}");
            TwilioClient.voice(callSid, NUMBER, Map.of()).then().statusCode(200);

            String next = TwilioClient.post("/twilio/dial?number=%2B15550500001&place=assistant",
                    new TreeMap<>(Map.of("CallSid", callSid, "CallStatus", "in-progress", "DialCallStatus", "failed")),
                    Map.of())
                .then()
                .statusCode(200)
                .extract()
                .asString();

            assertThat(next).contains("Plan");
            await().atMost(LONG).until(() -> !holds(callSid));
            await().atMost(LONG)
                .untilAsserted(() -> assertThat(probe.routing(callSid)).last()
                    .isInstanceOfSatisfying(WentToFallback.class,
                            fell -> assertThat(fell.reason()).isEqualTo("assistant-lost")));
        }

        private void report(String sid, String status, int sequence) {
            TwilioClient.post("/twilio/status", new TreeMap<>(Map.of("CallSid", sid, "CallStatus", status, "SequenceNumber",
                    Integer.toString(sequence), "Timestamp", "Sun, 22 Nov 2026 16:05:00 +0000")), Map.of())
                .then()
                .statusCode(200);
        }

        private boolean holds(String holder) {
            return probe.send(io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.ZSCORE)
                .arg("liveline:vapi:slots")
                .arg(holder)) != null;
        }
    }

    private static RequestSpecification admin() {
        return given().urlEncodingEnabled(false).auth().oauth2(TestTokens.admin()).contentType("application/json");
    }

    private static RequestSpecification supervisor() {
        return given().auth().oauth2(TestTokens.supervisor()).contentType("application/json");
    }
}
