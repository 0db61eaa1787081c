package dev.liveline.transcript;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.edge.RedisKind;
import dev.liveline.edge.webhook.ReplayGuard;
import dev.liveline.edge.webhook.SpentSignature;
import dev.liveline.events.CallKeys;
import dev.liveline.events.Shards;
import dev.liveline.transcript.call.CallReducer;
import dev.liveline.transcript.call.CallRules;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.redaction.RedactedFacts;
import dev.liveline.transcript.redaction.Redaction;
import dev.liveline.transcript.redis.CommitLine;
import dev.liveline.transcript.redis.CommitSettings;
import dev.liveline.transcript.redis.NumberTeams;
import dev.liveline.transcript.report.ReportConfig;
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
    private final CallLane lane;
    private final CommitLine commits;
    private final Spool spool;
    private final NumberTeams teams;
    private final RedactedFacts redacted;
    /// CallSids this replica has joined with their calls; on the context only.
    private final Map<String, String> met = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > 10_000;
        }
    };
    private volatile @Nullable BiFunction<String, String, Future<Void>> whenMet;
    private volatile boolean up;
    /// Whether Redis was ever reached: a replica that never was is not known to be set up rightly.
    private volatile boolean wasUp;

    Calls(Vertx vertx, Redis redis, Shards shards, LivelineConfig liveline, TranscriptConfig config, ReplayGuard replays,
            RedisKind kind, ReportConfig reports, NumberTeams teams, InstantSource clock, RandomGenerator random,
            MeterRegistry registry, CallMetrics metrics) {
        this.teams = teams;
        this.redacted = new RedactedFacts(new Redaction(config.redaction().classes().orElse(Set.of())));
        this.context = vertx.getOrCreateContext();
        this.spool = new Spool(config.spool().maxMessages(), config.spool().maxBytes());
        CallReducer reducer = new CallReducer(CallRules.usual(liveline.defaultTeam()));
        this.lane = new CallLane((millis, work) -> vertx.setTimer(millis, _ -> work.run()), reducer, clock,
                () -> newEpoch(clock, random), spool, metrics, config.calls().cached());
        CommitSettings settings = new CommitSettings(config.calls().silence().plus(TIME_TO_EXPIRE), config.calls().retention(),
                liveline.streams().maxLength(), replays.remember(), config.commit().answerWithin(),
                reports.urls().map(List::size).orElse(0), reports.delay(), kind);
        this.commits = new CommitLine(vertx, context, redis, shards, settings, new CommitLine.Listener() {
            @Override
            public void up() {
                up = true;
                wasUp = true;
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

    /// Commits what was acknowledged before the process goes, as far as Redis lets it. Requests still come in meanwhile: from the moment on
    /// at which nothing waits any more, or half of the time is over, they are refused, so that nothing is acknowledged that will be lost.
    void stop(@Observes @Priority(1) ShutdownEvent stopping) {
        long begun = System.nanoTime();
        boolean idle = false;
        while (!idle && System.nanoTime() - begun < DRAIN.toNanos()) {
            idle = isIdleAndClosed(System.nanoTime() - begun > DRAIN.toNanos() / 2);
            if (!idle) {
                LockSupport.parkNanos(20_000_000L);
            }
        }
        if (spool.messages() > 0) {
            LOG.errorf("stopping with %d acknowledged messages that Redis did not take", spool.messages());
        }
        context.runOnContext(_ -> commits.stop());
    }

    /// @param close whether to close even if something waits
    private boolean isIdleAndClosed(boolean close) {
        return Future.future((Promise<Boolean> idle) -> context.runOnContext(_ -> {
            if (close || lane.isIdle()) {
                lane.close();
            }
            idle.complete(lane.isIdle());
        }))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    }

    /// Applies a fact: done once it is durable, or safely in the spool. Never fails; what could not be taken is [Applied.Refused].
    ///
    /// @param signature to be spent with it; null for none
    public Future<Applied> apply(String callId, Fact told, @Nullable SpentSignature signature) {
        Fact fact = redacted.of(told);
        String dialled = fact.identity().to();
        if (dialled == null || fact.identity().team() != null) {
            return enqueue(callId, fact, signature);
        }
        if (!up) {
            return enqueue(callId, inTeam(fact, teams.lastKnown(dialled)), signature);
        }
        Future<@Nullable String> team = teams.of(dialled);
        return team.isComplete() ? enqueue(callId, inTeam(fact, team.result()), signature)
                : team.compose(found -> enqueue(callId, inTeam(fact, found), signature));
    }

    private Future<Applied> enqueue(String callId, Fact fact, @Nullable SpentSignature signature) {
        Promise<Applied> applied = Promise.promise();
        context.runOnContext(_ -> {
            lane.apply(callId, fact, signature).onComplete(applied);
            String callSid = fact.identity().callSid();
            if (callSid != null) {
                meet(callSid, callId);
            }
        });
        return applied.future();
    }

    private static Fact inTeam(Fact fact, @Nullable String team) {
        return team == null ? fact : new Fact(fact.arrivedAt(), fact.vapiAt(), fact.identity().inTeam(team), fact.what());
    }

    /// Who is told, once per replica and call, that a fact carried a CallSid. Registered at start.
    public void whenMet(BiFunction<String, String, Future<Void>> told) {
        whenMet = told;
    }

    private void meet(String callSid, String callId) {
        if (whenMet == null || !up || !CallKeys.isCallId(callSid) || met.put(callSid, callId) != null) {
            return;
        }
        whenMet.apply(callSid, callId).onFailure(failure -> {
            LOG.warnf("call %s is not joined with its leg yet: %s", callId, failure.getMessage());
            context.runOnContext(_ -> met.remove(callSid));
        });
    }

    /// Forgets what this replica knows of a call.
    public void forget(String callId) {
        context.runOnContext(_ -> lane.forget(callId));
    }

    /// Whether a message that comes now is taken: committed, or into the spool until Redis is back.
    boolean takes() {
        return up || wasUp && spool.hasRoom();
    }

    /// Whether commits reach Redis now.
    public boolean isUp() {
        return up;
    }
}
