package dev.liveline.router.bridge;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.events.RoutingEvent;
import dev.liveline.router.bridge.media.AudioSettings;
import dev.liveline.router.redis.RoutingOutbox;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import jakarta.enterprise.context.ApplicationScoped;

/// The calls this replica bridges, and what they share.
@ApplicationScoped
public class Bridges {

    private static final Logger LOG = Logger.getLogger(Bridges.class);
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);
    /// Twilio asks at once where a caller goes whose socket was closed, and may find no other replica to ask.
    private static final Duration LED_ON = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Vertx vertx;
    private final BridgeTickets tickets;
    private final BridgeEndings endings;
    private final UnbridgedCalls unbridged;
    private final AssistantLines lines;
    private final RoutingOutbox outbox;
    private final BridgeConfig config;
    private final AudioSettings audio;
    private final BridgeMetrics metrics;
    private final InstantSource clock;
    private final TickWheels wheels;
    private final Set<Bridge> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Bridge> byLeg = new ConcurrentHashMap<>();
    private volatile boolean draining;

    public Bridges(Vertx vertx, BridgeTickets tickets, BridgeEndings endings, UnbridgedCalls unbridged,
            AssistantLines lines, RoutingOutbox outbox, BridgeConfig config, BridgeMetrics metrics, InstantSource clock) {
        this.vertx = vertx;
        this.tickets = tickets;
        this.endings = endings;
        this.unbridged = unbridged;
        this.lines = lines;
        this.outbox = outbox;
        this.config = config;
        this.audio = audio(config);
        this.metrics = metrics;
        this.clock = clock;
        this.wheels = new TickWheels(vertx);
    }

    /// Whether one more call would be too many, or none is to begin because the service is being stopped.
    public boolean isClosedToNewCalls() {
        return draining || open.size() >= config.maxCalls();
    }

    /// Takes over a socket whose handshake was in order. To be called on its event loop.
    public void accept(ServerWebSocket socket) {
        Context context = VertxContext.getRootContext(Vertx.currentContext());
        Bridge bridge = new Bridge(this, config, metrics, socket, context);
        open.add(bridge);
        metrics.opened();
        bridge.listen();
        wheels.add(bridge, context);
    }

    /// No new calls from now on; those that are bridged go on until they end or the time is over, and are closed then, so that Twilio asks how
    /// to go on with their callers.
    ///
    /// @return done when no call is bridged any more, and callers whose bridge was closed have had a moment to be led on
    public Future<Void> drain(Duration patience) {
        draining = true;
        if (!open.isEmpty()) {
            LOG.infof("%d bridged calls may go on for %d s", open.size(), patience.toSeconds());
        }
        Promise<Void> drained = Promise.promise();
        waitForEnds(System.nanoTime() + patience.toNanos(), false, drained);
        return drained.future();
    }

    AssistantLines lines() {
        return lines;
    }

    AudioSettings audio() {
        return audio;
    }

    /// Which call the leg is; an older socket of the same leg is given up, as Twilio has done.
    Future<Optional<BridgedCall>> started(Bridge bridge, String callSid, Context context) {
        Bridge older = byLeg.put(callSid, bridge);
        if (older != null) {
            older.end(BridgeEnding.SUPERSEDED);
        }
        endings.forget(callSid);
        unbridged.streams(callSid);
        Promise<Optional<BridgedCall>> found = Promise.promise();
        find(callSid, context, System.nanoTime() + config.connectWithin().toNanos(), found);
        return found.future();
    }

    /// To be called on the bridge's event loop.
    ///
    /// @param spokenTo whether the assistant's line was ever open: then it was ended there
    /// @return done when the ending can be read by whoever Twilio asks next, or cannot be told
    Future<Void> ended(Bridge bridge, @Nullable String callSid, boolean spokenTo, BridgeEnding ending) {
        wheels.remove(bridge);
        open.remove(bridge);
        metrics.closed(ending);
        if (callSid == null) {
            return Future.succeededFuture();
        }
        byLeg.remove(callSid, bridge);
        if (byLeg.containsKey(callSid)) {
            // A newer socket has the leg: how this one ended is of no consequence.
            return Future.succeededFuture();
        }
        if (spokenTo) {
            tickets.forget(callSid);
        } else {
            unbridged.end(callSid);
        }
        return endings.tell(callSid, ending).recover(failure -> {
            LOG.warnf("leg %s: its bridge's end could not be told: %s", callSid, failure.getMessage());
            return Future.succeededFuture();
        });
    }

    void publish(RoutingEvent event) {
        outbox.publish(event);
    }

    long epochMillis() {
        return clock.millis();
    }

    private static AudioSettings audio(BridgeConfig config) {
        BridgeConfig.BargeIns bargeIn = config.bargeIn();
        return new AudioSettings((int) config.silenceAfter().toMillis(), (int) config.callerBound().toMillis(),
                (int) config.lead().toMillis(), (int) config.assistantBound().toMillis(), (int) bargeIn.falseAfter().toMillis(),
                bargeIn.onSpeech(), Math.min(0, bargeIn.ownDetection().orElse(0)),
                (int) bargeIn.ownDetectionFor().toMillis());
    }

    /// A caller hears silence meanwhile, which is better than the fallback because Redis stumbled for a moment.
    private void find(String callSid, Context context, long untilNanos, Promise<Optional<BridgedCall>> found) {
        tickets.find(callSid).onComplete(asked -> context.runOnContext(_ -> {
            if (asked.succeeded() || System.nanoTime() - untilNanos > 0) {
                found.handle(asked);
            } else {
                vertx.setTimer(ASK_AGAIN.toMillis(), _ -> find(callSid, context, untilNanos, found));
            }
        }));
    }

    private void waitForEnds(long untilNanos, boolean closed, Promise<Void> drained) {
        if (open.isEmpty()) {
            vertx.setTimer(closed ? LED_ON.toMillis() : 1, _ -> drained.complete());
            return;
        }
        boolean over = System.nanoTime() - untilNanos >= 0;
        if (over) {
            open.forEach(bridge -> bridge.end(BridgeEnding.DRAINED));
        }
        vertx.setTimer(LOOK_AGAIN.toMillis(), _ -> waitForEnds(untilNanos, over, drained));
    }
}
