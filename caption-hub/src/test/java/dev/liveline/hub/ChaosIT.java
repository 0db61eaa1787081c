package dev.liveline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.events.redis.TestRedis;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubProcess;
import dev.liveline.hub.testing.ResilientViewer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;

/// Nothing is lost and nothing told twice, whatever dies: under 500 events a second viewers' connections, hubs and the hubs' Redis
/// connections are killed at random; when it is over every viewer's record is the call's. `-Dliveline.chaos.seconds=60` makes it longer,
/// `-Dliveline.chaos.seed=…` repeats its choices.
class ChaosIT {

    private static final int SECONDS = Integer.getInteger("liveline.chaos.seconds", 20);
    private static final long SEED = Long.getLong("liveline.chaos.seed", System.nanoTime());
    private static final int CALLS = 10;
    private static final int EVENTS_PER_SECOND = 500;

    private final Random random = new Random(SEED);
    private final TestRedis redis = TestRedis.start();
    private final Vertx vertx = Vertx.vertx();
    /// One connection only, so that `CLIENT KILL … SKIPME` spares exactly the writer.
    private final Redis client = Redis.createClient(vertx,
            new RedisOptions().setConnectionString(redis.uri()).setMaxPoolSize(1).setMaxPoolWaiting(64));
    private final String publicKey = TestTokens.makeKey();
    private final int[] ports = { TestRedis.freePort(), TestRedis.freePort() };
    private final HubProcess[] hubs = new HubProcess[2];
    private final List<CallWriter> calls = new ArrayList<>();
    private final List<ResilientViewer> viewers = new ArrayList<>();
    private final Map<ResilientViewer, CallWriter> watching = new HashMap<>();

    @BeforeEach
    void start() {
        for (int i = 0; i < hubs.length; i++) {
            hubs[i] = startHub(i);
        }
        for (int i = 0; i < CALLS; i++) {
            CallWriter call = new CallWriter(client, new Shards(4), "chaos-" + i, "e1", "support").started();
            calls.add(call);
            for (boolean stream : new boolean[]{ false, false, true }) {
                ResilientViewer viewer = new ResilientViewer(this::anyHub, call.callId(), TestTokens.agent("support"), stream);
                viewers.add(viewer);
                watching.put(viewer, call);
            }
        }
    }

    @AfterEach
    void stop() {
        viewers.forEach(ResilientViewer::close);
        for (HubProcess hub : hubs) {
            hub.close();
        }
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
    }

    @Test
    void everyViewerEndsWithTheWholeCall() throws InterruptedException {
        await().atMost(30, TimeUnit.SECONDS)
            .untilAsserted(() -> assertThat(viewers).allSatisfy(viewer -> assertThat(viewer.snapshots()).isEqualTo(1)));
        List<Long> joinedAt = viewers.stream().map(ResilientViewer::seq).toList();

        int kills = 0;
        int written = 0;
        long nextKill = 2;
        Thread restarting = Thread.ofVirtual().unstarted(() -> {
        });
        long start = System.nanoTime();
        for (long elapsed = 0; elapsed < TimeUnit.SECONDS.toNanos(SECONDS); elapsed = System.nanoTime() - start) {
            while (written < elapsed * EVENTS_PER_SECOND / 1_000_000_000L) {
                speak(calls.get(random.nextInt(CALLS)), ++written);
                if (written % 50 == 0) {
                    viewers.get(random.nextInt(viewers.size())).cut();
                }
                if (written % 700 == 0) {
                    cutFromRedis("normal");
                }
                if (written % 300 == 0) {
                    cutFromRedis("pubsub");
                }
            }
            if (elapsed > TimeUnit.SECONDS.toNanos(nextKill) && !restarting.isAlive()) {
                int victim = kills++ % hubs.length;
                restarting = Thread.ofVirtual().start(() -> {
                    hubs[victim].kill();
                    hubs[victim] = startHub(victim);
                });
                nextKill = TimeUnit.NANOSECONDS.toSeconds(elapsed) + 3;
            }
            Thread.sleep(2);
        }
        restarting.join(Duration.ofSeconds(60));
        calls.forEach(call -> call.last(Speaker.CALLER, "the end"));

        await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
            for (ResilientViewer viewer : viewers) {
                assertThat(viewer.seq()).as("seed %d", SEED).isEqualTo(watching.get(viewer).seq());
            }
        });
        for (int i = 0; i < viewers.size(); i++) {
            ResilientViewer viewer = viewers.get(i);
            CallWriter call = watching.get(viewer);
            long joined = joinedAt.get(i);
            assertThat(viewer.complaints()).as("seed %d", SEED).isEmpty();
            assertThat(viewer.finals()).as("seed %d", SEED).isEqualTo(call.finals());
            assertThat(viewer.settled()).as("seed %d", SEED).isEqualTo(call.settledAfter(joined));
        }
        int reconnects = viewers.stream().mapToInt(ResilientViewer::connections).sum() - viewers.size();
        assertThat(kills).isPositive();
        assertThat(reconnects).isGreaterThan(viewers.size() / 2);
        System.out.printf("chaos: %d events, %d viewers, %d hub kills, %d reconnects, seed %d: every record whole%n", written,
                viewers.size(), kills, reconnects, SEED);
    }

    private static void speak(CallWriter call, int number) {
        Speaker speaker = number % 3 == 0 ? Speaker.ASSISTANT : Speaker.CALLER;
        switch (number % 7) {
            case 0 -> call.last(speaker, "final " + number);
            case 1 -> call.speech(speaker, number % 2 == 0);
            default -> call.partial(speaker, "partial " + number);
        }
    }

    /// @param type of the hubs' connections: `pubsub` holds the subscription, `normal` all else
    private void cutFromRedis(String type) {
        client.send(Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg(type).arg("SKIPME").arg("yes"));
    }

    private HubProcess startHub(int index) {
        return HubProcess.start(ports[index], redis.uri(), publicKey, Map.of(),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    private URI anyHub() {
        return URI.create("http://localhost:" + ports[ThreadLocalRandom.current().nextInt(ports.length)] + "/");
    }
}
