package dev.liveline.hub.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.RedisKind;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.events.redis.TestRedis;
import dev.liveline.hub.audience.AudienceListener;
import dev.liveline.hub.audience.CaptionHub;
import dev.liveline.hub.audience.CloseReason;
import dev.liveline.hub.audience.Line;
import dev.liveline.hub.audience.Loop;
import dev.liveline.hub.audience.Message;
import dev.liveline.hub.audience.SharedReads;
import dev.liveline.hub.audience.Viewer;
import dev.liveline.hub.testing.CallWriter;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/// The feed over a Redis that comes and goes.
class CaptionFeedTest {

    private static final FeedListener UNHEARD = new FeedListener() {
    };

    private final TestRedis server = TestRedis.start();
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis = Redis.createClient(vertx, server.uri());
    private final Redis readers = Redis.createClient(vertx, server.uri());
    private final Shards shards = new Shards(2);
    private final AtomicInteger missed = new AtomicInteger();
    private final CaptionHub hub = new CaptionHub(100, 100_000,
            new SharedReads<>(new CallStore(redis, shards, new SnapshotJson(() -> Instant.EPOCH), UNHEARD), 4),
            new SharedReads<>(new LobbyStore(redis, shards, 10, UNHEARD), 1), shards::of, AudienceListener.NONE);
    private final CaptionFeed feed = new CaptionFeed(vertx, new CaptionFeed.Clients(readers, redis, RedisKind.ONE), shards, hub,
            1000,
            RandomGenerator.getDefault(),
            new FeedListener() {
                @Override
                public void probeMissed(int shard) {
                    missed.incrementAndGet();
                }
            });
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Notebook notebook = new Notebook();
    private long probes;

    private final class OneThread implements Loop {
        @Override
        public void execute(Runnable task) {
            thread.execute(task);
        }

        @Override
        public void later(Duration pause, Runnable task) {
            thread.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static final class Notebook implements Line {
        private final List<Message> messages = new CopyOnWriteArrayList<>();

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void write(Message message) {
            messages.add(message);
        }

        @Override
        public void flush() {
            // Nothing lies between.
        }

        @Override
        public void close(CloseReason reason) {
            messages.add(Message.aside(reason.text(), new byte[0]));
        }
    }

    @BeforeEach
    void start() {
        feed.start();
        probes = vertx.setPeriodic(200, _ -> feed.prove());
    }

    @AfterEach
    void stop() {
        feed.stop();
        thread.shutdown();
        redis.close();
        readers.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(30, TimeUnit.SECONDS).untilAsserted(assertion);
    }

    @Test
    void isProvenWhileProbesComeBackAndUnprovenWhileTheyDoNot() {
        eventually(() -> assertThat(feed.unproven()).isEmpty());

        server.stop();
        eventually(() -> assertThat(feed.unproven()).containsExactly(0, 1));
        eventually(() -> assertThat(missed.get()).isGreaterThanOrEqualTo(4));

        server.restart();
        eventually(() -> assertThat(feed.unproven()).isEmpty());
    }

    @Test
    void isUnprovenSoonAfterRedisRefusesConnectionsThoughNoProbeIsDue() {
        eventually(() -> assertThat(feed.unproven()).isEmpty());
        vertx.cancelTimer(probes);

        server.stop();
        eventually(() -> assertThat(feed.unproven()).containsExactly(0, 1));
        assertThat(missed).hasValue(0);

        server.restart();
        eventually(() -> assertThat(feed.unproven()).isEmpty());
    }

    @Test
    void viewersOfACallThatRedisForgotAreToldAndSeeItBeginAnew() {
        eventually(() -> assertThat(feed.unproven()).isEmpty());
        CallWriter call = new CallWriter(redis, shards, "call-1", "e1", "support").started();
        thread.execute(() -> {
            Viewer viewer = hub.openAudience(new OneThread()).admitToCall(notebook, _ -> true);
            viewer.watch("call-1", null);
        });
        eventually(() -> assertThat(notebook.messages).hasSize(1));
        call.last(Speaker.CALLER, "before");
        eventually(() -> assertThat(notebook.messages).hasSize(2));

        server.stop();
        server.restart();
        eventually(() -> assertThat(feed.unproven()).isEmpty());
        eventually(() -> assertThat(notebook.messages.getLast().type()).isEqualTo("snapshot"));
        assertThat(notebook.messages.getLast().epoch()).as("gone").isEmpty();
        CallWriter again = new CallWriter(redis, shards, "call-1", "e2", "support").started().last(Speaker.CALLER, "after");

        eventually(() -> assertThat(notebook.messages).extracting(Message::epoch).endsWith("e2", "e2", "e2"));
        assertThat(new String(notebook.messages.getLast().json(), StandardCharsets.UTF_8))
            .isEqualTo(again.written().getLast());
    }
}
