package dev.liveline.router.answer;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.RoutingEvent.WentToFallback;
import dev.liveline.router.RouterConfig;
import dev.liveline.router.redis.CallerLeg;
import dev.liveline.router.redis.LegRegister;
import dev.liveline.router.redis.NumberTable;
import dev.liveline.router.redis.RoutingOutbox;
import dev.liveline.router.routing.CallerHears;
import dev.liveline.router.routing.Fallback;
import dev.liveline.router.routing.FallbackPlan;
import dev.liveline.router.routing.FallbackReason;
import dev.liveline.router.routing.FallbackStep.Dial;
import dev.liveline.router.routing.NumberRoute;
import dev.liveline.router.routing.PhoneAddress;
import dev.liveline.router.twilio.TwiMl;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/// The fallback plans of numbers, and of those that are not in the table; tells the stream who was sent down one.
@ApplicationScoped
public class Fallbacks {

    private final NumberTable numbers;
    private final LegRegister legs;
    private final RoutingOutbox outbox;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Fallback standard;

    public Fallbacks(NumberTable numbers, LegRegister legs, RoutingOutbox outbox, InstantSource clock, MeterRegistry metrics,
            RouterConfig config) {
        this.numbers = numbers;
        this.legs = legs;
        this.outbox = outbox;
        this.clock = clock;
        this.metrics = metrics;
        RouterConfig.DefaultFallback configured = config.routing().defaultFallback();
        this.standard = new Fallback(configured.dial().orElse(List.of()), configured.enqueue().orElse(null),
                configured.voicemail(), configured.say());
    }

    /// Sends a caller down their number's plan.
    public CallerHears begin(CallerLeg leg, Optional<NumberRoute> route, FallbackReason reason) {
        FallbackPlan plan = plan(leg.number(), leg.from(), route);
        legs.remember(new CallerLeg(leg.callSid(), leg.callId(), leg.number(), leg.from(), leg.team(), "fallback"));
        Counter.builder("liveline_router_fallbacks")
            .description("Callers sent to a fallback")
            .tag("reason", reason.word())
            .tag("to", plan.firstWord())
            .register(metrics)
            .increment();
        outbox.publish(new WentToFallback(leg.callId(), clock.millis(), leg.callSid(), leg.from(), leg.number(), leg.team(),
                plan.firstWord(), reason.word()));
        return plan.begin();
    }

    /// The plan of a number: its own, or the default.
    ///
    /// @param from the caller, whose number people see who are called, where that can be dialled back
    public FallbackPlan plan(String number, @Nullable String from) {
        return plan(number, from, numbers.find(number));
    }

    /// The first person of a number's plan; empty if it calls nobody.
    public Optional<String> firstPerson(Optional<NumberRoute> route) {
        return fallback(route).steps().stream().filter(Dial.class::isInstance).map(step -> ((Dial) step).target()).findFirst();
    }

    /// What a number's plan says to somebody for whom there is nobody.
    public String words(Optional<NumberRoute> route) {
        String own = fallback(route).say();
        return own == null ? standard.say() : own;
    }

    /// What is said at the end of every plan.
    public String closingWords() {
        return standard.say();
    }

    boolean isTwiml(String candidate) {
        return TwiMl.isResponse(candidate);
    }

    private FallbackPlan plan(String number, @Nullable String from, Optional<NumberRoute> route) {
        // Twilio shows the caller's number by default; one that cannot be dialled is refused as a caller id, the dialled number is not.
        boolean callable = from != null && PhoneAddress.isNumber(from);
        String callerId = callable || !PhoneAddress.isNumber(number) ? null : number;
        return new FallbackPlan(number, fallback(route).steps(), callerId, standard.say());
    }

    private Fallback fallback(Optional<NumberRoute> route) {
        return route.map(NumberRoute::fallback).filter(own -> !own.steps().isEmpty()).orElse(standard);
    }
}
