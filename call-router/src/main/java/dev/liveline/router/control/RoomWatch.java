package dev.liveline.router.control;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;

import dev.liveline.router.RouterConfig;
import dev.liveline.router.answer.Fallbacks;
import dev.liveline.router.redis.CallerLeg;
import dev.liveline.router.redis.LegRegister;
import dev.liveline.router.redis.NumberTable;
import dev.liveline.router.redis.RedisOutOfReach;
import dev.liveline.router.redis.Rooms;
import dev.liveline.router.redis.RoutingOutbox;
import dev.liveline.router.room.Finding;
import dev.liveline.router.room.Finding.Patience;
import dev.liveline.router.room.Occupant;
import dev.liveline.router.room.Room;
import dev.liveline.router.routing.CallerHears;
import dev.liveline.router.routing.CallerHears.End;
import dev.liveline.router.routing.FallbackReason;
import dev.liveline.router.twilio.CallerScript;
import dev.liveline.router.twilio.TwilioLegs;
import dev.liveline.router.twilio.TwilioLegs.Reply;
import dev.liveline.router.twilio.TwilioRooms;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/// Nobody stays alone in a silent room: a caller whose agent never came, or is gone, goes to the number's plan, or is done if they had spoken
/// with somebody. What we were told decides when to look; who is in the room, by Twilio's own word, decides what is done.
@ApplicationScoped
public class RoomWatch {

    private static final Logger LOG = Logger.getLogger(RoomWatch.class);
    /// How long a replica has a room to itself, and when a look that failed is repeated.
    private static final Duration HELD = Duration.ofSeconds(5);

    private final Rooms rooms;
    private final TwilioRooms twilio;
    private final TwilioLegs legs;
    private final CallerScript script;
    private final Fallbacks fallbacks;
    private final NumberTable numbers;
    private final LegRegister register;
    private final RoutingOutbox outbox;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Patience patience;

    public RoomWatch(Rooms rooms, TwilioRooms twilio, TwilioLegs legs, CallerScript script, Fallbacks fallbacks,
            NumberTable numbers, LegRegister register, RoutingOutbox outbox, InstantSource clock, MeterRegistry metrics,
            RouterConfig config) {
        this.rooms = rooms;
        this.twilio = twilio;
        this.legs = legs;
        this.script = script;
        this.fallbacks = fallbacks;
        this.numbers = numbers;
        this.register = register;
        this.outbox = outbox;
        this.clock = clock;
        this.metrics = metrics;
        RouterConfig.Rooms settings = config.rooms();
        this.patience = new Patience(settings.alone().toMillis(), settings.servedAfter().toMillis(),
                settings.lookEvery().toMillis());
    }

    /// Looks after every room that is due.
    public void sweep() {
        try {
            long now = clock.millis();
            OneByOne.each(rooms.due(now, now + HELD.toMillis()), "the room of call", this::look);
        } catch (RedisOutOfReach away) {
            LOG.debug("Redis is away: rooms are looked after later");
        }
    }

    private void look(String callId) {
        Optional<Room> room = rooms.find(callId);
        if (room.isEmpty()) {
            rooms.unwatch(callId);
            return;
        }
        twilio.inside(room.get()).ifPresent(inside -> look(room.get(), inside));
    }

    private void look(Room room, List<Occupant> inside) {
        if (room.agentSince() == null && inside.stream().anyMatch(occupant -> occupant.callSid().equals(room.agentSid()))) {
            // Twilio's word of it was lost: without it supervisors would be kept out.
            rooms.agentIn(room.callId(), room.name(), clock.millis());
        }
        switch (Finding.of(room, inside, clock.millis(), patience)) {
            case Finding.LookAgain(Long aloneSince, long at) -> rooms.lookAgain(room.callId(), room.name(), aloneSince, at);
            case Finding.Empty _ -> end(room, true, "the caller is gone: the call is over");
            case Finding.Alone(boolean served) -> bringBack(room, served);
        }
    }

    private void bringBack(Room room, boolean served) {
        CallerLeg leg = register.find(room.callerSid())
            .orElseGet(() -> new CallerLeg(room.callerSid(), room.callId(), room.number(), null, null, "fallback"));
        CallerHears next = served ? new End() : fallbacks.plan(room.number(), leg.from()).begin();
        Reply reply = legs.move(room.callerSid(), script.write(next));
        switch (reply) {
            case Reply.Done _ -> {
                Counter.builder("liveline_router_left_alone")
                    .description("Callers found alone in a room")
                    .tag("then", served ? "ended" : "fallback")
                    .register(metrics)
                    .increment();
                if (!served) {
                    fallbacks.begin(leg, numbers.find(room.number()), FallbackReason.AGENT_LOST);
                }
                end(room, served, served ? "nobody is left but the caller: the call is over"
                        : "the agent was gone: the caller goes to the fallback");
            }
            case Reply.Gone _ -> end(room, true, "the caller is gone: the call is over");
            // Looked at again when its time with this replica is over.
            case Reply.Refused _,Reply.Throttled _,Reply.Unknown _ ->
                LOG.warnf("the caller of %s is alone in a room and could not be moved yet", room.callId());
        }
    }

    private void end(Room room, boolean served, String detail) {
        outbox.publish(room.over(served, detail, clock.millis()));
        rooms.close(room.callId(), room.name());
    }
}
