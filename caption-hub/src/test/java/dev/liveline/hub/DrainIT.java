package dev.liveline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.events.redis.TestRedis;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubProcess;
import dev.liveline.hub.testing.HubUnderTest;
import dev.liveline.hub.testing.SocketClient;
import dev.liveline.hub.testing.StreamClient;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/// A hub that is told to stop sends its viewers away, one after the other; what is said meanwhile they get from the next hub.
class DrainIT {

    private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @Test
    void viewersAreSentAwayOverTheDrainAndResumeElsewhereWithNothingMissed() {
        TestRedis redis = TestRedis.start();
        Vertx vertx = Vertx.vertx();
        Redis client = Redis.createClient(vertx, redis.uri());
        String publicKey = TestTokens.makeKey();
        try (HubProcess old = HubProcess.start(TestRedis.freePort(), redis.uri(), publicKey,
                Map.of("liveline.drain.duration", "3s"), JVM);
                HubProcess next = HubProcess.start(TestRedis.freePort(), redis.uri(), publicKey, Map.of(), JVM)) {
            HubUnderTest oldHub = new HubUnderTest(old.root(), client, new Shards(4));
            HubUnderTest nextHub = new HubUnderTest(next.root(), client, new Shards(4));
            CallWriter call = oldHub.newCall().started();
            List<SocketClient> viewers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                viewers.add(oldHub.watch(call, "", TestTokens.agent("support")));
            }
            StreamClient stream = oldHub.stream("/captions/" + call.callId() + "/events", TestTokens.agent("support"));
            await().untilAsserted(() -> assertThat(viewers).allSatisfy(viewer -> assertThat(viewer.messages()).hasSize(1)));

            old.terminate();
            await().untilAsserted(() -> assertThat(old.managementStatus("/q/health/ready")).isEqualTo(503));
            await().until(() -> viewers.stream().anyMatch(viewer -> viewer.closeCode() == 4000));
            assertThat(viewers).as("not all at once").anySatisfy(viewer -> assertThat(viewer.closeCode()).isEqualTo(-1));
            assertThat(oldHub.upgradeStatus("/captions/" + call.callId(), HubUnderTest.bearer(TestTokens.supervisor())))
                .isEqualTo(503);
            call.last(Speaker.CALLER, "said during the drain");
            await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(viewers).allSatisfy(viewer -> assertThat(viewer.closeCode()).isEqualTo(4000)));
            await().atMost(20, TimeUnit.SECONDS).until(() -> !old.isAlive());

            assertThat(stream.entries().getLast().event()).isEqualTo("close");
            assertThat(stream.entries().getLast().json().getBoolean("reconnect")).isTrue();
            for (SocketClient viewer : viewers) {
                int told = viewer.messages().size();
                try (SocketClient again = nextHub.watch(call, "?since=e1:" + (told + 1), TestTokens.agent("support"))) {
                    call.last(Speaker.ASSISTANT, "said later");
                    await().untilAsserted(() -> assertThat(again.messages()).isNotEmpty()
                        .endsWith(call.written().getLast())
                        .isEqualTo(call.written().subList(told + 1, call.written().size())));
                }
            }
        } finally {
            client.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
            redis.close();
        }
    }
}
