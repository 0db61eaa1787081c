package dev.liveline.router.answer;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

import org.jboss.logging.Logger;

import dev.liveline.router.RouterConfig;
import dev.liveline.router.redis.PendingBridges;
import dev.liveline.router.redis.RedisOutOfReach;
import dev.liveline.router.vapi.Placement.Placed;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;

/// Calls that Vapi holds ready for our media socket, which Twilio may never open: the caller hung up at once, the handshake failed, we died. Each
/// is ended, and only then its slot is free: when the caller's next step or end tells of it, else after `liveline.routing.bridge-start`.
@ApplicationScoped
public class UnopenedBridges {

    private static final Logger LOG = Logger.getLogger(UnopenedBridges.class);
    private static final Duration HELD = Duration.ofSeconds(10);

    private final PendingBridges pending;
    private final AbandonedCalls abandoned;
    private final InstantSource clock;
    private final long startMs;

    public UnopenedBridges(PendingBridges pending, AbandonedCalls abandoned, InstantSource clock, RouterConfig config) {
        this.pending = pending;
        this.abandoned = abandoned;
        this.clock = clock;
        this.startMs = config.routing().bridgeStart().toMillis();
    }

    /// Vapi made a call for a leg. While Redis is away nobody waits for its stream but the reconciler.
    void expect(String callSid, Placed placed) {
        JsonObject call = new JsonObject().put("callId", placed.callId());
        if (placed.controlUrl() != null) {
            call.put("controlUrl", placed.controlUrl().toString());
        }
        pending.expect(callSid, call.encode(), clock.millis() + startMs, 2 * startMs + HELD.toMillis())
            .onFailure(away -> LOG.debugf("nobody waits for the stream of %s", callSid));
    }

    /// The leg is somewhere else, or over: if its stream never started, its call at Vapi is ended.
    void givenUp(String callSid) {
        try {
            pending.take(callSid).ifPresent(this::end);
        } catch (RedisOutOfReach away) {
            LOG.debugf("whether the stream of %s ever started is asked later", callSid);
        }
    }

    /// Ends the calls whose stream is overdue.
    public void sweep() {
        try {
            long now = clock.millis();
            pending.due(now, now + HELD.toMillis()).forEach(callSid -> {
                pending.take(callSid).ifPresent(this::end);
                pending.settled(callSid);
            });
        } catch (RedisOutOfReach away) {
            LOG.debug("Redis is away: unopened bridges are looked for later");
        }
    }

    private void end(String call) {
        JsonObject json = new JsonObject(call);
        String callId = json.getString("callId");
        String controlUrl = json.getString("controlUrl");
        LOG.infof("the stream of call %s never started", callId);
        abandoned.ended(callId, new Placed(callId, null, null, controlUrl == null ? null : URI.create(controlUrl)));
    }
}
