package dev.liveline.router.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.liveline.edge.testing.TestTokens;
import dev.liveline.router.Clouds;
import dev.liveline.router.RedisRoad;
import dev.liveline.router.RouterResource;
import dev.liveline.router.ShortBudgetsProfile;
import dev.liveline.router.TwilioClient;
import dev.liveline.simulator.twilio.PhoneCall;
import dev.liveline.simulator.twilio.Reached;
import dev.liveline.simulator.twilio.WebhookAnswer;
import dev.liveline.simulator.vapi.ApiFault;
import dev.liveline.simulator.vapi.LiveCall;
import dev.liveline.simulator.vapi.WebhookReply;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;

/// Whatever is down, every caller is answered: with valid TwiML (by the stand-in Twilio's rules) or a reply that Vapi takes in time, and they
/// reach an assistant or a person.
@QuarkusTest
@TestProfile(ShortBudgetsProfile.class)
@QuarkusTestResource(RouterResource.class)
class FaultMatrixTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration TWILIOS_PATIENCE = Duration.ofSeconds(15);
    private static final Map<String, String> NUMBERS = Map.of("sip", "+15550400001", "bypass", "+15550400002", "bridge",
            "+15550400003", "direct", "+15550400004");
    private static final Map<String, ApiFault> VAPI = Map.of("ok", new ApiFault.None(), "slow",
            new ApiFault.Slow(Duration.ofSeconds(3)),
            "500", new ApiFault.Failing(500), "refused", new ApiFault.Refusing(), "at limit", new ApiFault.AtLimit(), "garbage",
            new ApiFault.Garbage());

    private final Clouds clouds = Clouds.get();

    static Stream<Arguments> cells() {
        return List.of("ok", "slow", "500", "refused", "at limit", "garbage")
            .stream()
            .flatMap(vapi -> Stream.of(RedisRoad.State.values())
                .flatMap(road -> Stream.of("sip", "bypass", "bridge", "direct").map(mode -> Arguments.of(vapi, road, mode))));
    }

    @BeforeEach
    void theNumbersAreInTheTable() {
        RedisRoad.is(RedisRoad.State.OPEN);
        recovered();
        String fallback = "\"fallback\":{\"dial\":[\"+15550300009\"],\"say\":\"Sorry.\"}";
        TwilioClient.route(NUMBERS.get("sip"), "{\"mode\":\"sip\",\"sipUri\":\"sip:support@sip.vapi.test\"," + fallback + "}");
        TwilioClient.route(NUMBERS.get("bypass"),
                "{\"mode\":\"bypass\",\"assistantId\":\"" + Clouds.ASSISTANT + "\",\"phoneNumberId\":\""
                        + Clouds.PHONE_NUMBER_ID + "\"," + fallback + "}");
        TwilioClient.route(NUMBERS.get("bridge"),
                "{\"mode\":\"bridge\",\"assistantId\":\"" + Clouds.ASSISTANT + "\"," + fallback + "}");
        TwilioClient.route(NUMBERS.get("direct"),
                "{\"mode\":\"direct\",\"assistantId\":\"" + Clouds.ASSISTANT + "\"," + fallback + "}");
        clouds.vapi.providePhoneNumber("direct-number", new JsonObject().put("number", NUMBERS.get("direct")));
    }

    @AfterEach
    void allIsRepaired() {
        RedisRoad.is(RedisRoad.State.OPEN);
        clouds.vapi.repairApi();
        clouds.twilio.hangUpAll();
        recovered();
    }

    @ParameterizedTest(name = "Vapi {0}, Redis {1}, {2}")
    @MethodSource("cells")
    void isAnswered(String vapi, RedisRoad.State road, String mode) {
        clouds.vapi.breakApi(VAPI.get(vapi));
        RedisRoad.is(road);

        if (mode.equals("direct")) {
            vapiIsAnswered();
        } else {
            twilioIsAnswered(NUMBERS.get(mode));
        }
    }

    private void twilioIsAnswered(String number) {
        PhoneCall call = clouds.twilio.placeCall("+15557772000", number);
        await().atMost(LONG).untilAsserted(() -> assertThat(call.reached()).isNotEmpty());

        assertThat(call.reached().getFirst())
            .isInstanceOfAny(Reached.Assistant.class, Reached.Bridge.class, Reached.Person.class);
        assertThat(call.answers()).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.violations()).isEmpty();
        }).extracting(WebhookAnswer::took).allMatch(took -> took.compareTo(TWILIOS_PATIENCE) < 0);
        call.hangUp();
    }

    private void vapiIsAnswered() {
        LiveCall call = clouds.vapi.receivePhoneCall(NUMBERS.get("direct"), "+15557772000");
        await().atMost(LONG).untilAsserted(() -> assertThat(call.replies()).isNotEmpty());

        WebhookReply reply = call.replies().getFirst();
        assertThat(reply.accepted()).isTrue();
        assertThat(new JsonObject(reply.body()).fieldNames()).containsAnyOf("assistantId", "destination");
        call.hangUp();
    }

    private static void recovered() {
        await().atMost(LONG)
            .untilAsserted(
                    () -> given().auth().oauth2(TestTokens.supervisor()).get("/routing/capacity").then().statusCode(200));
    }
}
