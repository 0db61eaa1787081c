package dev.liveline.transcript;

import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.liveline.events.Shards;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Happening.SilenceChecked;
import dev.liveline.transcript.call.Identity;
import dev.liveline.transcript.redis.CallReads;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;

/// Ends live calls of which nothing was heard for too long. Every replica looks; that two may look at once is harmless, because the end is
/// reduced like any other fact.
@ApplicationScoped
public class SilenceSweep {

    private static final Logger LOG = Logger.getLogger(SilenceSweep.class);
    private static final int PER_SHARD = 500;

    private final Vertx vertx;
    private final Shards shards;
    private final CallReads reads;
    private final Calls calls;
    private final TranscriptConfig config;
    private final InstantSource clock;
    private volatile long live;

    SilenceSweep(Vertx vertx, Shards shards, CallReads reads, Calls calls, TranscriptConfig config, InstantSource clock,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.shards = shards;
        this.reads = reads;
        this.calls = calls;
        this.config = config;
        this.clock = clock;
        Gauge.builder("liveline_transcript_live_calls", this, sweep -> sweep.live)
            .description("Live calls in Redis, as of the last sweep")
            .register(registry);
    }

    void start(@Observes StartupEvent starting) {
        vertx.setPeriodic(config.calls().sweepEvery().toMillis(), _ -> sweep());
    }

    private void sweep() {
        if (!calls.isUp()) {
            return;
        }
        long now = clock.millis();
        long allowed = config.calls().silence().toMillis();
        Fact check = new Fact(now, null, Identity.UNKNOWN, new SilenceChecked(allowed));
        shards.all()
            .forEach(shard -> reads.silent(shard, now - allowed, PER_SHARD)
                .onSuccess(silent -> silent.forEach(call -> calls.apply(call.callId(), check, null)))
                .onFailure(failure -> LOG.debugf("no sweep of shard %d: %s", shard, failure.getMessage())));
        reads.countLive().onSuccess(count -> live = count);
        reads.dropForgotten(now - config.calls().retention().multipliedBy(2).toMillis());
    }
}
