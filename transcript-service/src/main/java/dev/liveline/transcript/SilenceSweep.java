package dev.liveline.transcript;

import java.time.InstantSource;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.liveline.events.Shards;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Happening.SilenceChecked;
import dev.liveline.transcript.call.Identity;
import dev.liveline.transcript.redis.CallLists;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/// Ends live calls of which nothing was heard for too long. Every replica looks; that two may look at once is harmless, because the end is
/// reduced like any other fact.
@ApplicationScoped
public class SilenceSweep {

    private static final Logger LOG = Logger.getLogger(SilenceSweep.class);
    private static final int PER_SHARD = 500;

    private final Vertx vertx;
    private final Shards shards;
    private final CallLists lists;
    private final Calls calls;
    private final TranscriptConfig config;
    private final InstantSource clock;
    private boolean sweeping;
    private volatile long live;

    SilenceSweep(Vertx vertx, Shards shards, CallLists lists, Calls calls, TranscriptConfig config, InstantSource clock,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.shards = shards;
        this.lists = lists;
        this.calls = calls;
        this.config = config;
        this.clock = clock;
        Gauge.builder("liveline_transcript_live_calls", this, sweep -> sweep.live)
            .description("Live calls in Redis, as of the last sweep; the same number at every replica")
            .register(registry);
    }

    void start(@Observes StartupEvent starting) {
        vertx.setPeriodic(config.calls().sweepEvery().toMillis(), _ -> round());
    }

    /// One at a time: a sweep that Redis holds up is not overtaken by the next.
    private void round() {
        if (sweeping || !calls.isUp()) {
            return;
        }
        sweeping = true;
        sweep().onComplete(swept -> {
            sweeping = false;
            if (swept.failed()) {
                LOG.warnf("no sweep for silent calls now: %s", swept.cause().getMessage());
            }
        });
    }

    /// Looks once. Fails if Redis does.
    Future<Void> sweep() {
        long now = clock.millis();
        long allowed = config.calls().silence().toMillis();
        Fact check = new Fact(now, null, Identity.UNKNOWN, new SilenceChecked(allowed));
        List<Future<Void>> shardsSwept = shards.all()
            .mapToObj(shard -> lists.silent(shard, now - allowed, PER_SHARD)
                .compose(silent -> all(silent.stream().map(call -> look(call.callId(), check)).toList())))
            .toList();
        return all(shardsSwept).compose(_ -> lists.countLive())
            .onSuccess(count -> live = count)
            .compose(_ -> lists.dropForgotten(now - config.calls().retention().multipliedBy(2).toMillis()));
    }

    private Future<Void> look(String callId, Fact check) {
        return calls.apply(callId, check, null)
            .compose(applied -> applied instanceof Applied.Durable(CallState state) && !state.isOpened()
                    ? lists.dropIfGone(callId)
                    : Future.succeededFuture());
    }

    private static Future<Void> all(List<Future<Void>> work) {
        return Future.all(work).mapEmpty();
    }
}
