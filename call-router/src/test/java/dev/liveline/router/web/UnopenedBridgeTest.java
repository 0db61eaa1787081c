package dev.liveline.router.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.events.RoutingEvent.CallPlaced;
import dev.liveline.events.Shards;
import dev.liveline.router.Clouds;
import dev.liveline.router.RedisProbe;
import dev.liveline.router.RouterResource;
import dev.liveline.router.TwilioClient;
import dev.liveline.simulator.vapi.LiveCall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;

/// A call that Vapi holds ready for a media socket which Twilio never opens.
@QuarkusTest
@QuarkusTestResource(RouterResource.class)
class UnopenedBridgeTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    private final Clouds clouds = Clouds.get();
    private final String number = "+1672" + (5_000_000 + Math.abs(UUID.randomUUID().hashCode() % 1_000_000));
    private final String callSid = "CA" + UUID.randomUUID().toString().replace("-", "");
    private RedisProbe probe;
    private LiveCall call;

    @BeforeEach
    void aCallerOnABridgeThatIsNot() {
        probe = new RedisProbe(redis, shards);
        TwilioClient.route(number, "{\"mode\":\"bridge\",\"assistantId\":\"" + Clouds.ASSISTANT + "\",\"fallback\":{\"say\":\"Bye.\"}}");
        TwilioClient.voice(callSid, number, Map.of()).then().statusCode(200);
        CallPlaced placed = await().atMost(LONG)
            .until(() -> probe.routing()
                .stream()
                .filter(event -> event instanceof CallPlaced one && callSid.equals(one.callSid()))
                .map(CallPlaced.class::cast)
                .findFirst(), java.util.Optional::isPresent)
            .orElseThrow();
        call = clouds.vapi.call(placed.callId()).orElseThrow();
        await().atMost(LONG).until(() -> "1".equals(exists("liveline:bridge:" + callSid + ":pending")));
    }

    private String exists(String key) {
        return probe.send(Request.cmd(Command.EXISTS).arg(key)).toString();
    }

    private void isEndedAndItsSlotFree() {
        await().atMost(LONG).untilAsserted(() -> assertThat(call.controls()).extracting(json -> json.getString("type")).containsOnlyOnce("end-call"));
        await().atMost(LONG)
            .untilAsserted(
                    () -> assertThat(probe.send(Request.cmd(Command.ZSCORE).arg("liveline:vapi:slots").arg(call.id()))).isNull());
    }

    @Test
    void isEndedWhenItsTimeIsOver() {
        assertThat(probe.send(Request.cmd(Command.ZSCORE).arg("liveline:vapi:slots").arg(call.id()))).isNotNull();
        probe.send(Request.cmd(Command.ZADD).arg("liveline:bridges:pending").arg("1").arg(callSid));

        isEndedAndItsSlotFree();
        await().atMost(LONG)
            .untilAsserted(
                    () -> assertThat(probe.send(Request.cmd(Command.ZSCORE).arg("liveline:bridges:pending").arg(callSid))).isNull());
    }

    @Test
    void isEndedWhenTheCallerHangsUp() {
        TwilioClient.post("/twilio/status", form("completed"), Map.of()).then().statusCode(200);
        isEndedAndItsSlotFree();
    }

    @Test
    void isEndedWhenTwilioCouldNotConnect() {
        TwilioClient.post("/twilio/dial?number=%2B" + number.substring(1) + "&place=bridge", form("in-progress"), Map.of())
            .then()
            .statusCode(200);
        isEndedAndItsSlotFree();
    }

    private TreeMap<String, String> form(String status) {
        return new TreeMap<>(Map.of("CallSid", callSid, "AccountSid", RedisResource.TWILIO_ACCOUNT_SID, "CallStatus", status));
    }

    @Test
    void livesOnceItsStreamHasStarted() {
        // What the media socket does first.
        probe.send(Request.cmd(Command.DEL).arg("liveline:bridge:" + callSid + ":pending"));
        probe.send(Request.cmd(Command.ZADD).arg("liveline:bridges:pending").arg("1").arg(callSid));

        await().atMost(LONG)
            .untilAsserted(
                    () -> assertThat(probe.send(Request.cmd(Command.ZSCORE).arg("liveline:bridges:pending").arg(callSid))).isNull());
        assertThat(call.controls()).isEmpty();
    }
}
