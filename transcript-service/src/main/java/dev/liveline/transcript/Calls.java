package dev.liveline.transcript;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.edge.webhook.ReplayGuard;
import dev.liveline.events.Shards;
import dev.liveline.transcript.call.CallReducer;
import dev.liveline.transcript.call.CallRules;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.redis.CommitLine;
import dev.liveline.transcript.redis.CommitSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/// The joint: every fact about a call goes through here, whoever tells it. One event loop owns all of it, so that nothing in it is locked.
@ApplicationScoped
public class Calls {

    private static final Logger LOG = Logger.getLogger(Calls.class);
    /// Between the allowed silence and the loss of a live call's keys: time for a sweep to end the call properly, even after an outage.
    private static final Duration TIME_TO_EXPIRE = Duration.ofHours(1);
    private static final Duration DRAIN = Duration.ofSeconds(8);

    private final Context context;
    private final Vertx vertx;
    private final CallLane lane;
    private final CommitLine commits;
    private final Spool spool;
    private volatile boolean up;

    Calls(Vertx vertx, Redis redis, Shards shards, LivelineConfig liveline, TranscriptConfig config, ReplayGuard replays,
            RedisKind kind, InstantSource clock, RandomGenerator random, MeterRegistry registry, CallMetrics metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.spool = new Spool(config.spool().maxMessages(), config.spool().maxBytes());
        CallReducer reducer = new CallReducer(CallRules.usual(liveline.defaultTeam()));
        this.lane = new CallLane(vertx, reducer, clock, () -> newEpoch(clock, random), spool, metrics, config.calls().cached());
        CommitSettings settings = new CommitSettings(config.calls().silence().plus(TIME_TO_EXPIRE), config.calls().retention(),
                liveline.streams().maxLength(), replays.remember(), config.commit().answerWithin(), kind.isCluster());
        this.commits = new CommitLine(vertx, context, redis, shards, settings, new CommitLine.Listener() {
            @Override
            public void up() {
                up = true;
                lane.up();
            }

            @Override
            public void down(Throwable cause) {
                up = false;
                lane.down(cause);
            }
        });
        Gauge.builder("liveline_transcript_spool_messages", spool, Spool::messages)
            .description("Acknowledged messages that wait for Redis")
            .register(registry);
        Gauge.builder("liveline_transcript_spool_bytes", spool, Spool::bytes).baseUnit("bytes").register(registry);
        Gauge.builder("liveline_transcript_cached_calls", lane, CallLane::cached).register(registry);
    }

    private static String newEpoch(InstantSource clock, RandomGenerator random) {
        return Long.toString(clock.millis(), 36) + Long.toString(random.nextLong(36 * 36, 36L * 36 * 36 * 36), 36);
    }

    void start(@Observes StartupEvent starting) {
        context.runOnContext(_ -> {
            lane.commitThrough(commits);
            commits.start();
        });
    }

    /// Commits what was acknowledged before the process goes, as far as Redis lets it.
    void stop(@Observes @Priority(1) ShutdownEvent stopping) throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (!isIdle() && System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000L);
        }
        if (spool.messages() > 0) {
            LOG.errorf("stopping with %d acknowledged messages that Redis did not take", spool.messages());
        }
        context.runOnContext(_ -> commits.stop());
    }

    private boolean isIdle() {
        return Future.future((Promise<Boolean> idle) -> context.runOnContext(_ -> idle.complete(lane.isIdle())))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    }

    /// Applies a fact: done once it is durable, or safely in the spool. Never fails; what could not be taken is [Applied.Refused].
    ///
    /// @param replayKey a signature that may be spent once; null for none
    public Future<Applied> apply(String callId, Fact fact, @Nullable String replayKey) {
        Promise<Applied> applied = Promise.promise();
        context.runOnContext(_ -> lane.apply(callId, fact, replayKey).onComplete(applied));
        return applied.future();
    }

    /// Forgets what this replica knows of a call.
    public void forget(String callId) {
        context.runOnContext(_ -> lane.forget(callId));
    }

    /// Whether commits reach Redis now.
    public boolean isUp() {
        return up;
    }
}
