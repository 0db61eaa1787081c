package dev.liveline.hub.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.liveline.edge.RedisKind;
import dev.liveline.events.redis.EventAppend;
import dev.liveline.events.CallEvent;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Envelope;
import dev.liveline.events.EventEntry;
import dev.liveline.events.Shards;
import dev.liveline.events.Streams;
import dev.liveline.events.redis.TestRedis;
import dev.liveline.hub.audience.AudienceListener;
import dev.liveline.hub.audience.CaptionHub;
import dev.liveline.hub.audience.SharedReads;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import redis.embedded.RedisShardedCluster;

/// The feed where the shards' streams lie on several masters.
class ClusterFeedTest {

    private static final RedisKind CLUSTER = new RedisKind(true, 0);

    private final Vertx vertx = Vertx.vertx();
    private final Shards shards = new Shards(4);
    private final Set<Integer> read = ConcurrentHashMap.newKeySet();
    private RedisShardedCluster cluster;
    private Redis redis;
    private Redis readers;
    private CaptionFeed feed;

    @BeforeEach
    void start() throws IOException {
        cluster = RedisShardedCluster.newRedisCluster()
            .withServerBuilder(TestRedis.server())
            .ephemeral()
            .shard("a", 0)
            .shard("b", 0)
            .shard("c", 0)
            .build();
        cluster.start();
        redis = client();
        // Of its own: what is given up while a read blocks goes back to the pool, where a probe would wait behind it.
        readers = client();
        FeedListener listener = new FeedListener() {
            @Override
            public void read(int shard) {
                read.add(shard);
            }
        };
        CaptionHub hub = new CaptionHub(100, 100_000,
                new SharedReads<>(new CallStore(redis, shards, new SnapshotJson(() -> Instant.EPOCH), listener), 4),
                new SharedReads<>(new LobbyStore(redis, shards, 10, listener), 1), shards::of, AudienceListener.NONE);
        feed = new CaptionFeed(vertx, new CaptionFeed.Clients(readers, redis, CLUSTER), shards, hub, 1000,
                RandomGenerator.getDefault(), listener);
        feed.start();
        vertx.setPeriodic(200, _ -> feed.prove());
    }

    private Redis client() {
        return Redis.createClient(vertx, new RedisOptions().setType(RedisClientType.CLUSTER)
            .addConnectionString("redis://127.0.0.1:" + cluster.ports().getFirst()));
    }

    @AfterEach
    void stop() throws IOException {
        feed.stop();
        redis.close();
        readers.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        cluster.stop();
    }

    @Test
    void provesAndReadsEveryShard() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(feed.unproven()).isEmpty());

        Stream.iterate(0, n -> n + 1).limit(40).map(n -> "call-" + n).forEach(this::write);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(read).containsExactlyInAnyOrder(0, 1, 2, 3));
    }

    private void write(String callId) {
        EventEntry entry = EventEntry.of(
                new CallEvent.StatusChanged(new Envelope(callId, "e1", 1, 1000, null), CallStatus.RINGING),
                null);
        redis
            .send(EventAppend.request(Streams.events(shards.of(callId)), CLUSTER.channel("any"), 1000, entry.write()))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    }
}
