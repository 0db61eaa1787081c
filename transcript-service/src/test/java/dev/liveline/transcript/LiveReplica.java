package dev.liveline.transcript;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;

import dev.liveline.edge.RedisKind;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.call.CallReducer;
import dev.liveline.transcript.call.CallRules;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Happening.TextHeard;
import dev.liveline.transcript.call.Identity;
import dev.liveline.transcript.redis.CommitLine;
import dev.liveline.transcript.redis.CommitSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;

/// A replica of the service without its HTTP side, on a real Redis.
final class LiveReplica implements AutoCloseable {

    static final Shards SHARDS = new Shards(4);
    private static final AtomicLong EPOCHS = new AtomicLong();

    private final Context context;
    private final Redis redis;
    private final CallLane lane;
    private final CommitLine commits;
    final Spool spool;

    LiveReplica(Vertx vertx, RedisOptions options, Spool spool, boolean cluster) {
        this.context = vertx.getOrCreateContext();
        this.redis = Redis.createClient(vertx, options.setMaxPoolSize(4).setMaxPoolWaiting(64).setMaxWaitingHandlers(65536));
        this.spool = spool;
        this.lane = new CallLane((millis, work) -> vertx.setTimer(millis, _ -> work.run()),
                new CallReducer(CallRules.usual("default")), InstantSource.system(), () -> "e" + EPOCHS.incrementAndGet(),
                spool,
                new CallMetrics(new SimpleMeterRegistry()), 1000);
        CommitSettings settings = new CommitSettings(Duration.ofMinutes(90), Duration.ofHours(24), 100_000,
                Duration.ofMinutes(10),
                Duration.ofMillis(700), 0, Duration.ZERO, new RedisKind(cluster, 0));
        this.commits = new CommitLine(vertx, context, redis, SHARDS, settings, lane);
        context.runOnContext(_ -> {
            lane.commitThrough(commits);
            commits.start();
        });
    }

    static LiveReplica on(Vertx vertx, String uri) {
        return new LiveReplica(vertx, new RedisOptions().setConnectionString(uri), new Spool(50_000, 64 << 20), false);
    }

    Future<Applied> apply(String callId, Fact fact) {
        Promise<Applied> applied = Promise.promise();
        context.runOnContext(_ -> lane.apply(callId, fact, null).onComplete(applied));
        return applied.future();
    }

    Applied applied(String callId, Fact fact) {
        try {
            return apply(callId, fact).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /// Whatever a busy machine made it spool is in Redis.
    void awaitDrained() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isUp() && spool.messages() == 0);
    }

    boolean isUp() {
        return commits.isUp();
    }

    static Fact said(String text, long vapiAt) {
        return new Fact(vapiAt, vapiAt, Identity.UNKNOWN, new TextHeard(Speaker.CALLER, text, true, null));
    }

    static Fact saying(String text, long vapiAt) {
        return new Fact(vapiAt, vapiAt, Identity.UNKNOWN, new TextHeard(Speaker.CALLER, text, false, null));
    }

    @Override
    public void close() {
        context.runOnContext(_ -> commits.stop());
        redis.close();
    }
}
