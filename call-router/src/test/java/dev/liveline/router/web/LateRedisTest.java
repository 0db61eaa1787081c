package dev.liveline.router.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Command;
import dev.liveline.events.Command.Order;
import dev.liveline.events.RoutingEvent.WentToFallback;
import dev.liveline.events.Shards;
import dev.liveline.events.redis.StreamAppender;
import dev.liveline.events.redis.TestRedis;
import dev.liveline.router.LateRedisProfile;
import dev.liveline.router.RedisProbe;
import dev.liveline.router.TwilioClient;
import dev.liveline.simulator.twilio.TwimlRules;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;

/// One story, in order: Quarkus is started for it alone.
@QuarkusTest
@TestProfile(LateRedisProfile.class)
class LateRedisTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String NUMBER = "+15550001234";

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    @Inject
    StreamAppender appender;

    @Test
    void callersAreAnsweredBeforeRedisIsThereAndAllIsWellOnceItIs() {
        String before = "CA" + UUID.randomUUID().toString().replace("-", "");
        ready(503);
        String twiml = voice(before);
        assertThat(twiml).contains("<Say").contains("Nobody can take your call right now");
        assertThat(TwimlRules.violations(twiml)).isEmpty();
        given().auth().oauth2(TestTokens.supervisor()).get("/routing/capacity").then().statusCode(503);

        try (TestRedis late = TestRedis.startOn(Integer.getInteger("liveline.test.redis.port"))) {
            await().atMost(LONG).untilAsserted(() -> ready(200));
            // What could not be told then is told now.
            RedisProbe probe = new RedisProbe(redis, shards);
            await().atMost(LONG)
                .untilAsserted(() -> assertThat(probe.routing(before)).singleElement()
                    .isInstanceOfSatisfying(WentToFallback.class,
                            fallback -> assertThat(fallback.reason()).isEqualTo("no-route")));
            TwilioClient.route(NUMBER,
                    "{\"mode\":\"sip\",\"sipUri\":\"sip:support@sip.vapi.test\",\"fallback\":{\"say\":\"x\"}}");
            assertThat(voice("CA" + UUID.randomUUID().toString().replace("-", ""))).contains("sip:support@sip.vapi.test");
            // The readers of the command streams came back too.
            String callId = UUID.randomUUID().toString();
            appender.append(new Command.EndCall(new Order(UUID.randomUUID().toString(), callId, "assistant", 1)));
            await().atMost(LONG).untilAsserted(() -> assertThat(probe.outcomes(callId)).hasSize(1));
            assertThat(late.port()).isPositive();
        }
    }

    private static void ready(int status) {
        given().port(Integer.getInteger("liveline.test.management.port"))
            .get("/q/health/ready")
            .then()
            .statusCode(status)
            .body(containsString("number table"));
    }

    private static String voice(String callSid) {
        return TwilioClient.voice(callSid, NUMBER, Map.of()).then().statusCode(200).extract().asString();
    }
}
