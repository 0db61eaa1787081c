package dev.liveline.router.control;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.liveline.events.Shards;
import dev.liveline.router.RedisProbe;
import dev.liveline.router.RouterResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(RouterResource.class)
class RoomWatchTest {

    private static final String WATCHED = "liveline:rooms:watched";
    private static final String BROKEN = "a-call-with-a-broken-room";
    private static final String NO_ROOM = "b-call-without-a-room";

    @Inject
    Redis redis;

    @Inject
    Shards shards;

    @AfterEach
    void tidyUp() {
        RedisProbe probe = new RedisProbe(redis, shards);
        probe.send(Request.cmd(Command.ZREM).arg(WATCHED).arg(BROKEN).arg(NO_ROOM));
        probe.send(Request.cmd(Command.DEL).arg("liveline:room:" + BROKEN));
    }

    @Test
    void looksAfterTheOthersWhenOneRoomCannotBeLookedAfter() {
        RedisProbe probe = new RedisProbe(redis, shards);
        probe.send(Request.cmd(Command.HSET)
            .arg("liveline:room:" + BROKEN)
            .arg("name")
            .arg("liveline-1")
            .arg("agentSince")
            .arg("not a time"));

        probe.send(Request.cmd(Command.ZADD).arg(WATCHED).arg(0).arg(BROKEN).arg(0).arg(NO_ROOM));

        await().atMost(Duration.ofSeconds(20)).until(() -> watchedUntil(probe, NO_ROOM) == null);
    }

    private static @Nullable Response watchedUntil(RedisProbe probe, String callId) {
        return probe.send(Request.cmd(Command.ZSCORE).arg(WATCHED).arg(callId));
    }
}
