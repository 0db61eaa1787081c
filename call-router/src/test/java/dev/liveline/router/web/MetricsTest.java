package dev.liveline.router.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.router.Clouds;
import dev.liveline.router.RedisProbe;
import dev.liveline.router.RouterResource;
import dev.liveline.router.TwilioClient;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.vapi.LiveCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(RouterResource.class)
class MetricsTest {

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    private final Clouds clouds = Clouds.get();

    /// Every kind of request once, so that each histogram is there.
    private String scraped() {
        String number = "+1670" + (5_000_000 + Math.abs(UUID.randomUUID().hashCode() % 1_000_000));
        TwilioClient.route(number, """
                {"mode":"bypass","assistantId":"%s","phoneNumberId":"%s","team":"billing","fallback":{"say":"Nobody here."}}"""
            .formatted(Clouds.ASSISTANT, Clouds.PHONE_NUMBER_ID));
        TwilioClient.voice("CA" + UUID.randomUUID().toString().replace("-", ""), number, Map.of()).then().statusCode(200);
        LiveCall call = clouds.vapi.placeCall(new ScenarioGenerator(number.hashCode()).call(0), Clouds.ASSISTANT);
        RedisProbe probe = new RedisProbe(redis, shards);
        probe.call(call.id(), Map.of("status", "in-progress", "team", "billing", "to", number, "controlUrl",
                call.facts().controlUrl()));
        command(call.id(), "{\"kind\":\"mute-assistant\"}");
        probe.call(call.id(), Map.of("route", "bypass", "callSid", "CA_over"));
        command(call.id(), "{\"kind\":\"transfer\",\"to\":\"+15553330001\"}");
        return given().port(Integer.getInteger("liveline.test.management.port"))
            .get("/q/metrics")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    }

    private static void command(String callId, String body) {
        given().auth()
            .oauth2(TestTokens.agent("billing"))
            .contentType("application/json")
            .body(body)
            .post("/routing/calls/" + callId + "/commands")
            .then()
            .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({ "liveline_router_twiml, answer=\"bypass\", 4.0", "liveline_router_twiml, answer=\"bypass\", 15.0",
            "liveline_router_vapi_placing, outcome=\"placed\", 4.0", "liveline_router_vapi_requests, what=\"control\", 5.0",
            "liveline_router_twilio_requests, what=\"move\", 5.0", "liveline_router_commands, kind=\"transfer\", 15.0" })
    void saysWhatShareWasWithinABudget(String name, String tag, String bound) {
        // Tags come in the order of their names.
        assertThat(scraped().lines()).anyMatch(
                line -> line.startsWith(name + "_seconds_bucket{") && line.contains(tag)
                        && line.contains("le=\"" + bound + "\""));
    }

    @Test
    void hasNoLabelThatGrowsWithCalls() {
        Pattern perCall = Pattern
            .compile("liveline_router_[a-z_]+\\{[^}]*(CA[0-9a-f]{32}|\\+1[0-9]{10}|[0-9a-f]{8}-[0-9a-f]{4}-)");
        assertThat(scraped().lines()).noneMatch(line -> perCall.matcher(line).find());
    }
}
