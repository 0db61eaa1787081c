package dev.liveline.router.answer;

import java.time.InstantSource;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.router.RouterConfig;
import dev.liveline.router.bridge.BridgeEndings;
import dev.liveline.router.bridge.UnbridgedCalls;
import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.CallerLeg;
import dev.liveline.router.redis.LegRegister;
import dev.liveline.router.redis.NumberTable;
import dev.liveline.router.redis.RedisOutOfReach;
import dev.liveline.router.redis.Rooms;
import dev.liveline.router.redis.RoutingOutbox;
import dev.liveline.router.redis.Waiting;
import dev.liveline.router.room.Room;
import dev.liveline.router.routing.CallerHears;
import dev.liveline.router.routing.CallerHears.Message;
import dev.liveline.router.routing.Departure;
import dev.liveline.router.routing.FallbackReason;
import dev.liveline.router.routing.Leaving;
import dev.liveline.router.routing.Place.AtStep;
import dev.liveline.router.routing.Place.InConference;
import dev.liveline.router.routing.Place.OnBridge;
import dev.liveline.router.routing.Place.Transferred;
import dev.liveline.router.routing.Place.WithAssistant;
import jakarta.enterprise.context.ApplicationScoped;

/// A caller left a place: what they hear next. Never fails.
@ApplicationScoped
public class Departures {

    private static final Logger LOG = Logger.getLogger(Departures.class);

    private final NumberTable numbers;
    private final Admission admission;
    private final LegRegister legs;
    private final BridgeEndings endings;
    private final UnbridgedCalls unbridged;
    private final Rooms rooms;
    private final RoutingOutbox outbox;
    private final Fallbacks fallbacks;
    private final InstantSource clock;
    private final LivelineConfig liveline;
    private final long servedAfterMs;

    public Departures(NumberTable numbers, Admission admission, LegRegister legs, BridgeEndings endings,
            UnbridgedCalls unbridged, Rooms rooms, RoutingOutbox outbox, Fallbacks fallbacks, InstantSource clock,
            LivelineConfig liveline, RouterConfig config) {
        this.numbers = numbers;
        this.admission = admission;
        this.legs = legs;
        this.endings = endings;
        this.unbridged = unbridged;
        this.rooms = rooms;
        this.outbox = outbox;
        this.fallbacks = fallbacks;
        this.clock = clock;
        this.liveline = liveline;
        this.servedAfterMs = config.rooms().servedAfter().toMillis();
    }

    /// @param number the dialled number
    public CallerHears next(String callSid, String number, @Nullable String from, Departure departure) {
        try {
            CallerLeg leg = legs.find(callSid)
                .orElseGet(() -> new CallerLeg(callSid, callSid, number, from, liveline.defaultTeam(), "fallback"));
            Leaving leaving = departure.leaving(servedByUs(leg, departure));
            Optional<FallbackReason> leftAssistant = leftAssistant(departure);
            if (departure.place() instanceof OnBridge) {
                unbridged.end(callSid);
            }
            if (leftAssistant.isPresent()) {
                admission.leave(callSid);
                admission.leave(leg.callId());
            }
            if (leftAssistant.isPresent() && leaving == Leaving.NOT_SERVED) {
                return fallbacks.begin(leg, numbers.find(number), leftAssistant.get());
            }
            return fallbacks.plan(number, from).after(departure.place(), leaving);
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "what call %s hears next could not be found out", callSid);
            return new Message(fallbacks.closingWords());
        }
    }

    /// Of the places whose end we know more about than Twilio.
    private boolean servedByUs(CallerLeg leg, Departure departure) {
        return switch (departure.place()) {
            case OnBridge _ -> bridgeServed(leg.callSid());
            case InConference _ -> roomServed(leg.callId());
            case WithAssistant _,Transferred _,AtStep _ -> false;
        };
    }

    private boolean bridgeServed(String callSid) {
        try {
            return Waiting.on(endings.of(callSid)).filter(ending -> !ending.toFallback()).isPresent();
        } catch (RuntimeException away) {
            LOG.debugf("how the bridge of %s ended is not known", callSid);
            return false;
        }
    }

    /// A room of which nothing is known ends the call: an agent's hanging up is how that usually comes.
    private boolean roomServed(String callId) {
        try {
            Optional<Room> room = rooms.find(callId);
            rooms.close(callId, null);
            boolean served = room.map(known -> known.served(clock.millis(), servedAfterMs)).orElse(true);
            room.ifPresent(known -> outbox.publish(known.over(served, served ? "the conversation is over"
                    : "the agent was gone: the caller goes to the fallback", clock.millis())));
            return served;
        } catch (RedisOutOfReach away) {
            LOG.debugf("whether an agent was in the room of %s is not known", callId);
            return true;
        }
    }

    /// Why a caller who was not served there goes to the fallback; empty for places of the plan itself.
    private static Optional<FallbackReason> leftAssistant(Departure departure) {
        return switch (departure.place()) {
            case WithAssistant _,OnBridge _ -> Optional.of(FallbackReason.ASSISTANT_LOST);
            case Transferred _ -> Optional.of(FallbackReason.TRANSFER_FAILED);
            case InConference _ -> Optional.of(FallbackReason.AGENT_LOST);
            case AtStep _ -> Optional.empty();
        };
    }
}
