package dev.liveline.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import dev.liveline.events.CallKeys;
import dev.liveline.events.redis.TestRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import io.vertx.redis.client.Request;
import redis.embedded.RedisSentinel;
import redis.embedded.RedisServer;
import redis.embedded.RedisShardedCluster;

/// The same commits under Sentinel and on a Cluster.
class RedisTopologyTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final long T = 1_787_000_000_000L;

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void aFailoverUnderSentinelLosesNothingThatWasAcknowledgedAndHubsHearItAll() throws IOException {
        int primaryPort = TestRedis.freePort();
        int replicaPort = TestRedis.freePort();
        int sentinelPort = TestRedis.freePort();
        RedisServer primary = server(primaryPort, 0);
        RedisServer replica = server(replicaPort, primaryPort);
        RedisSentinel sentinel = RedisSentinel.newRedisSentinel()
            .executableProvider(TestRedis.program())
            .bind("127.0.0.1")
            .port(sentinelPort)
            .masterName("liveline")
            .masterPort(primaryPort)
            .quorumSize(1)
            .downAfterMilliseconds(600)
            .failOverTimeout(2000)
            .parallelSyncs(1)
            .build();
        primary.start();
        replica.start();
        sentinel.start();
        RedisOptions options = new RedisOptions().setType(RedisClientType.SENTINEL)
            .setRole(RedisRole.MASTER)
            .setMasterName("liveline")
            .addConnectionString("redis://127.0.0.1:" + sentinelPort);
        LiveReplica service = new LiveReplica(VERTX, options, new Spool(10_000, 64 << 20), false);
        try (Hearing hearing = Hearing.on(VERTX, options, LiveReplica.SHARDS)) {
            await().atMost(Duration.ofSeconds(20)).until(service::isUp);
            for (int n = 0; n < 10; n++) {
                assertThat(service.applied("c", LiveReplica.said("word 0" + n, T + n))).isNotInstanceOf(Applied.Refused.class);
            }
            service.awaitDrained();
            await().atMost(Duration.ofSeconds(20)).until(() -> knowsReplica(sentinelPort));
            primary.stop();
            for (int n = 10; n < 20; n++) {
                assertThat(service.applied("c", LiveReplica.said("word " + n, T + n))).isNotInstanceOf(Applied.Refused.class);
            }
            await().atMost(Duration.ofSeconds(40)).until(() -> service.isUp() && service.spool.messages() == 0);
            assertThat(finals(new RedisOptions().setConnectionString("redis://127.0.0.1:" + replicaPort), "c")).hasSize(20);
            await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hearing.heard()).hasSizeGreaterThanOrEqualTo(20)
                    .containsExactlyElementsOf(hearing.held()));
        } finally {
            service.close();
            sentinel.stop();
            replica.stop();
        }
    }

    @Test
    void aClusterTakesTheCommitsOfEveryShard() throws IOException {
        RedisShardedCluster cluster = RedisShardedCluster.newRedisCluster()
            .withServerBuilder(TestRedis.server())
            .ephemeral()
            .shard("a", 0)
            .shard("b", 0)
            .shard("c", 0)
            .build();
        cluster.start();
        RedisOptions options = new RedisOptions().setType(RedisClientType.CLUSTER)
            .addConnectionString("redis://127.0.0.1:" + cluster.ports().getFirst());
        LiveReplica service = new LiveReplica(VERTX, options, new Spool(10_000, 64 << 20), true);
        try {
            await().atMost(Duration.ofSeconds(20)).until(service::isUp);
            List<Future<Applied>> all = new ArrayList<>();
            for (int n = 0; n < 5; n++) {
                for (int c = 0; c < 40; c++) {
                    all.add(service.apply("c" + c, LiveReplica.said("word " + n, T + n)));
                }
            }
            all.forEach(each -> assertThat(get(each)).isNotInstanceOf(Applied.Refused.class));
            service.awaitDrained();
            for (int c = 0; c < 40; c++) {
                assertThat(finals(options, "c" + c)).hasSize(5);
            }
        } finally {
            service.close();
            cluster.stop();
        }
    }

    private static RedisServer server(int port, int primaryPort) throws IOException {
        var builder = TestRedis.server().bind("127.0.0.1").port(port);
        return (primaryPort == 0 ? builder : builder.slaveOf("127.0.0.1", primaryPort)).build();
    }

    private static boolean knowsReplica(int sentinelPort) {
        Redis sentinel = Redis.createClient(VERTX, "redis://127.0.0.1:" + sentinelPort);
        try {
            return get(sentinel.send(Request.cmd(Command.create("SENTINEL")).arg("replicas").arg("liveline"))).size() == 1;
        } finally {
            sentinel.close();
        }
    }

    private static List<String> finals(RedisOptions options, String callId) {
        Redis redis = Redis.createClient(VERTX, options);
        try {
            List<String> finals = new ArrayList<>();
            get(redis.send(Request.cmd(Command.XRANGE).arg(CallKeys.of(LiveReplica.SHARDS, callId).log()).arg("-").arg("+")))
                .forEach(entry -> {
                    if (entry.get(1).get(1).toString().equals("caption")) {
                        finals.add(entry.get(1).get(7).toString());
                    }
                });
            return finals;
        } finally {
            redis.close();
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
