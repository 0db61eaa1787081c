package dev.liveline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.liveline.simulator.drive.CaptionWatcher;
import dev.liveline.simulator.drive.WebhookPoster;
import dev.liveline.simulator.scenario.Delivery;
import dev.liveline.simulator.scenario.Fault;
import dev.liveline.simulator.scenario.Outcome;
import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.Timeline;
import dev.liveline.simulator.stack.DevKey;
import dev.liveline.simulator.stack.Ports;
import dev.liveline.simulator.stack.Service;
import dev.liveline.simulator.stack.Stack;
import dev.liveline.simulator.vapi.WebhookSigning;
import io.vertx.core.Vertx;

/// Two replicas of transcript-service on one Redis, every call's messages sprayed over both, repeated and out of order; viewers on a real hub.
class ReplicasTest {

    private static final String SECRET = "replicas-webhook-secret";
    private static final int CALLS = 200;
    private static final Duration APART = Duration.ofMillis(60);

    @TempDir
    static Path state;

    private static final Vertx VERTX = Vertx.vertx();
    private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();
    private static Ports first;
    private static Ports second;
    private static Stack stack;
    private static String token;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        int offset = Program.freeOffset();
        first = new Ports(offset);
        second = new Ports(offset + 20);
        DevKey key = DevKey.of(state);
        token = key.token("Sue", "supervisor", List.of(), Instant.now(), Duration.ofHours(1));
        stack = Stack.start(new Stack.Options(Program.root(), first,
                Map.of("REDIS_URL", "", "PUBLIC_URL", "http://localhost:" + first.gateway(), "VAPI_API_KEY", "k",
                        "VAPI_BASE_URL",
                        "http://localhost:1", "VAPI_WEBHOOK_SECRET", SECRET, "TWILIO_ACCOUNT_SID",
                        "AC00000000000000000000000000000001", "TWILIO_AUTH_TOKEN", "t", "LIVELINE_JWT_PUBLIC_KEY",
                        key.publicKey()),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                (service, line) -> LOG.add(service + " | " + line)));
        stack.startReplica(Service.TRANSCRIPT_SERVICE, second);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void everyViewersSequenceHasNoGapNoRepeatAndNoStepBack() {
        ScenarioGenerator scenarios = new ScenarioGenerator(4711);
        List<String> replicas = List.of("http://localhost:" + first.of(Service.TRANSCRIPT_SERVICE) + "/webhook/vapi",
                "http://localhost:" + second.of(Service.TRANSCRIPT_SERVICE) + "/webhook/vapi");
        List<CaptionWatcher> watchers = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        List<CompletableFuture<Void>> played = new ArrayList<>();
        try (WebhookPoster poster = new WebhookPoster(VERTX, WebhookSigning.hmac(SECRET), replicas, 32)) {
            for (int i = 0; i < CALLS; i++) {
                ScriptedCall call = scenarios.call(i);
                List<Delivery> deliveries = Fault.deliver(Timeline.of(call),
                        List.of(new Fault.Duplicated(0.05, Duration.ofMillis(500)),
                                new Fault.Reordered(0.1, Duration.ofMillis(300))),
                        i);
                String hub = "http://localhost:" + first.of(Service.CAPTION_HUB);
                watchers.add((i % 2 == 0
                        ? CaptionWatcher.overWebSocket(VERTX, hub, token, call.callId())
                        : CaptionWatcher.overSse(VERTX, hub, token, call.callId()))
                    .start());
                outcomes.add(Outcome.of(deliveries));
                // One after the other, as calls come: were every first sentence at once at services that have just started, a slow machine
                // would delay messages by far more than is played here.
                played.add(CompletableFuture.supplyAsync(() -> poster.play(call, deliveries, 1),
                        CompletableFuture.delayedExecutor(i * APART.toMillis(), TimeUnit.MILLISECONDS))
                    .thenCompose(playing -> playing));
            }
            CompletableFuture.allOf(played.toArray(CompletableFuture[]::new)).join();

            // A repetition in the same millisecond has the same signature: a replay, and rightly refused.
            assertThat(poster.refused().keySet()).as("statuses of refused messages").isSubsetOf(401);
            await().atMost(Duration.ofSeconds(180)).untilAsserted(() -> {
                for (int i = 0; i < CALLS; i++) {
                    assertThat(watchers.get(i).record().shortcomings(outcomes.get(i))).as("call %d", i).isEmpty();
                }
            });
        } finally {
            watchers.forEach(CaptionWatcher::close);
        }
    }
}
