package dev.liveline.transcript.routing;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.reading.LoopMetrics;
import dev.liveline.events.CallKeys;
import dev.liveline.events.RoutingEvent;
import dev.liveline.events.RoutingEvent.CallOver;
import dev.liveline.events.RoutingEvent.CallPlaced;
import dev.liveline.events.RoutingEvent.LegStatus;
import dev.liveline.events.RoutingEvent.WentToFallback;
import dev.liveline.events.RoutingJson;
import dev.liveline.events.Streams;
import dev.liveline.events.UnreadableEntry;
import dev.liveline.events.redis.ReadMode;
import dev.liveline.events.redis.ReadingLoop;
import dev.liveline.events.redis.StreamEntry;
import dev.liveline.transcript.Applied;
import dev.liveline.transcript.Calls;
import dev.liveline.transcript.redis.CallSids;
import dev.liveline.transcript.redis.Erasure;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/// Reads the routing stream and applies what it tells. Calls that go to Vapi over SIP have no Vapi id at first: what is told under their
/// CallSid waits until a webhook carries it.
@ApplicationScoped
public class RoutingFeed {

    private static final String GROUP = "transcript-service";

    private static final long VAPI_IS_LATER_MS = 3_000;

    private final Vertx vertx;
    private final ReadingLoop loop;
    private final Calls calls;
    private final CallSids callSids;
    private final Erasure erasure;

    RoutingFeed(Vertx vertx, @RedisClientName("readers") Redis readers, Calls calls, CallSids callSids, Erasure erasure,
            RandomGenerator random, MeterRegistry registry) {
        this.vertx = vertx;
        this.calls = calls;
        this.callSids = callSids;
        this.erasure = erasure;
        ReadMode mode = new ReadMode.OneOfUs(GROUP, "transcript-" + UUID.randomUUID(), 256, Duration.ofSeconds(20), 10,
                this::take);
        this.loop = new ReadingLoop(vertx, readers, List.of(Streams.ROUTING), mode, ReadingLoop.Settings.defaults(), random,
                new LoopMetrics(registry, "routing"));
    }

    void start(@Observes StartupEvent starting) {
        calls.whenMet(this::met);
        loop.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        loop.stop();
    }

    private Future<Void> take(StreamEntry entry) {
        RoutingEvent event = RoutingJson.read(entry.text("type"), entry.text("json"));
        if (!CallKeys.isCallId(event.callId())) {
            throw new UnreadableEntry("no call id");
        }
        return switch (event) {
            case CallPlaced placed when placed.provisional() ->
                callSids.await(event.callId(), event)
                    .compose(call -> call == null ? Future.succeededFuture() : apply(call, event));
            case CallPlaced placed when isUnderAnotherId(placed.callSid(), placed.callId()) ->
                callSids.join(String.valueOf(placed.callSid()), placed.callId())
                    .compose(waiting -> apply(placed.callId(), event).compose(_ -> applyAll(placed.callId(), waiting)));
            case WentToFallback fell when fell.callId().equals(fell.callSid()) -> fellBack(fell);
            case LegStatus leg when leg.callId().equals(leg.callSid()) -> underItsSid(leg.callId(), event);
            case CallOver over -> afterVapi().compose(_ -> over.callId().equals(over.callSid())
                    ? underItsSid(over.callId(), event)
                    : apply(over.callId(), event));
            default -> apply(event.callId(), event);
        };
    }

    /// Vapi tells of the same end, with a better reason, a moment later than Twilio.
    private Future<Void> afterVapi() {
        Promise<Void> passed = Promise.promise();
        vertx.setTimer(VAPI_IS_LATER_MS, _ -> passed.complete());
        return passed.future();
    }

    private static boolean isUnderAnotherId(@Nullable String callSid, String callId) {
        return callSid != null && CallKeys.isCallId(callSid) && !callSid.equals(callId);
    }

    private Future<Void> underItsSid(String callSid, RoutingEvent event) {
        return callSids.await(callSid, event).compose(call -> call == null ? Future.succeededFuture() : apply(call, event));
    }

    /// Vapi never took it: from now on its CallSid is its id.
    private Future<Void> fellBack(WentToFallback fell) {
        return callSids.callOf(fell.callId()).compose(known -> {
            if (known != null && !known.equals(fell.callId())) {
                return apply(known, fell);
            }
            return callSids.join(fell.callId(), fell.callId())
                .compose(waiting -> applyAll(fell.callId(), waiting.stream().filter(CallPlaced.class::isInstance).toList())
                    .compose(_ -> apply(fell.callId(), fell))
                    .compose(_ -> applyAll(fell.callId(),
                            waiting.stream().filter(event -> !(event instanceof CallPlaced)).toList())));
        });
    }

    /// A webhook carried a CallSid: what was told under it is about this call; unless that was erased meanwhile, with its CallSid.
    private Future<Void> met(String callSid, String callId) {
        return erasure.isErased(callId)
            .compose(erased -> erased ? Future.succeededFuture()
                    : callSids.join(callSid, callId).compose(waiting -> applyAll(callId, waiting)));
    }

    private Future<Void> applyAll(String callId, List<RoutingEvent> events) {
        Future<Void> done = Future.succeededFuture();
        for (RoutingEvent event : events) {
            done = done.compose(_ -> apply(callId, event));
        }
        return done;
    }

    /// The entry is acknowledged once the fact is durable, or in the spool of a process that lives.
    private Future<Void> apply(String callId, RoutingEvent event) {
        return calls.apply(callId, RoutingTranslation.fact(event), null)
            .compose(applied -> applied instanceof Applied.Refused ? Future.failedFuture("the spool is full")
                    : Future.succeededFuture());
    }

    /// Whether the stream is being read.
    boolean reads() {
        return loop.reads();
    }
}
