package dev.liveline.router.answer;

import java.util.Optional;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.router.bridge.BridgeEndings;
import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.CallerLeg;
import dev.liveline.router.redis.LegRegister;
import dev.liveline.router.redis.NumberTable;
import dev.liveline.router.redis.Waiting;
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
    private final Fallbacks fallbacks;
    private final LivelineConfig liveline;

    public Departures(NumberTable numbers, Admission admission, LegRegister legs, BridgeEndings endings, Fallbacks fallbacks,
            LivelineConfig liveline) {
        this.numbers = numbers;
        this.admission = admission;
        this.legs = legs;
        this.endings = endings;
        this.fallbacks = fallbacks;
        this.liveline = liveline;
    }

    /// @param number the dialled number
    public CallerHears next(String callSid, String number, @Nullable String from, Departure departure) {
        try {
            Leaving leaving = departure.leaving(bridgeServed(callSid, departure));
            Optional<FallbackReason> leftAssistant = leftAssistant(departure);
            CallerLeg leg = legs.find(callSid)
                .orElseGet(() -> new CallerLeg(callSid, callSid, number, from, liveline.defaultTeam(), "fallback"));
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

    private boolean bridgeServed(String callSid, Departure departure) {
        if (!(departure.place() instanceof OnBridge)) {
            return false;
        }
        try {
            return Waiting.on(endings.of(callSid)).filter(ending -> !ending.toFallback()).isPresent();
        } catch (RuntimeException away) {
            LOG.debugf("how the bridge of %s ended is not known", callSid);
            return false;
        }
    }

    /// Why a caller who was not served there goes to the fallback; empty for places of the plan itself.
    private static Optional<FallbackReason> leftAssistant(Departure departure) {
        return switch (departure.place()) {
            case WithAssistant _,OnBridge _ -> Optional.of(FallbackReason.ASSISTANT_LOST);
            case Transferred _ -> Optional.of(FallbackReason.TRANSFER_FAILED);
            case InConference _,AtStep _ -> Optional.empty();
        };
    }
}
