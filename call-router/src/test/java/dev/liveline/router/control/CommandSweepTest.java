package dev.liveline.router.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.events.Shards;
import dev.liveline.router.RedisProbe;
import dev.liveline.router.RouterResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(RouterResource.class)
class CommandSweepTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    private final String call = UUID.randomUUID().toString();
    private RedisProbe probe;
    private String open;
    private String broken;

    @BeforeEach
    void probe() {
        probe = new RedisProbe(redis, shards);
        open = "liveline:commands:" + shards.tag(call) + ":open";
        broken = "liveline:command:" + shards.tag(call) + ":a-broken";
    }

    @AfterEach
    void tidyUp() {
        probe.send(Request.cmd(Command.ZREM).arg(open).arg("a-broken"));
        probe.send(Request.cmd(Command.DEL).arg(broken));
    }

    @Test
    void tellsTheOtherOutcomesWhenAClaimLacksItsMembers() {
        probe.send(Request.cmd(Command.HSET).arg(broken).arg("state").arg("finished"));
        tellsOfTheOther();
    }

    @Test
    void tellsTheOtherOutcomesWhenAClaimIsNone() {
        probe.send(Request.cmd(Command.SET).arg(broken).arg("no claim"));
        tellsOfTheOther();
    }

    private void tellsOfTheOther() {
        probe.send(Request.cmd(Command.HSET)
            .arg("liveline:command:" + shards.tag(call) + ":b-sound")
            .arg("state")
            .arg("running")
            .arg("call")
            .arg(call)
            .arg("kind")
            .arg("mute-assistant")
            .arg("by")
            .arg("assistant"));
        probe.send(Request.cmd(Command.ZADD).arg(open).arg(1).arg("a-broken").arg(1).arg("b-sound"));

        await().atMost(LONG).untilAsserted(() -> assertThat(probe.outcomes(call)).hasSize(1));
    }
}
