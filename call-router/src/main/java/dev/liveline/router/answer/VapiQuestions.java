package dev.liveline.router.answer;

import java.time.InstantSource;
import java.util.Optional;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.events.CallKeys;
import dev.liveline.events.RoutingEvent.CallPlaced;
import dev.liveline.events.RoutingEvent.WentToFallback;
import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.Admission.Entry;
import dev.liveline.router.redis.NumberTable;
import dev.liveline.router.redis.RoutingOutbox;
import dev.liveline.router.routing.FallbackReason;
import dev.liveline.router.routing.NumberRoute;
import dev.liveline.router.routing.RouteMode;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/// Answers what Vapi asks: the assistant of a number within the limit, else somebody to call, else words. No step takes longer than a budget of
/// Redis, so the answer is well inside Vapi's 7.5 s.
@ApplicationScoped
public class VapiQuestions {

    private final NumberTable numbers;
    private final Admission admission;
    private final Fallbacks fallbacks;
    private final RoutingOutbox outbox;
    private final InstantSource clock;
    private final LivelineConfig liveline;
    private final MeterRegistry metrics;

    public VapiQuestions(NumberTable numbers, Admission admission, Fallbacks fallbacks, RoutingOutbox outbox,
            InstantSource clock,
            LivelineConfig liveline, MeterRegistry metrics) {
        this.numbers = numbers;
        this.admission = admission;
        this.fallbacks = fallbacks;
        this.outbox = outbox;
        this.clock = clock;
        this.liveline = liveline;
        this.metrics = metrics;
    }

    /// Who answers a call that reached Vapi without an assistant.
    public VapiAnswer assistant(VapiQuestion question) {
        Optional<NumberRoute> route = route(question);
        if (route.isEmpty() || route.get().assistantId() == null) {
            return fallback(question, route, FallbackReason.NO_ROUTE);
        }
        if (!question.overSip() && question.callId() != null) {
            Entry entry = admission.enter(question.callId());
            if (entry != Entry.ENTERED) {
                return fallback(question, route, entry == Entry.FULL ? FallbackReason.AT_LIMIT : FallbackReason.UNCOUNTED);
            }
        }
        if (isCallId(question) && !question.overSip()) {
            outbox.publish(
                    new CallPlaced(question.callId(), clock.millis(), false, question.callSid(), "inbound", question.from(),
                            route.get().number(), team(route), RouteMode.DIRECT.wire(), route.get().assistantId()));
        }
        return new VapiAnswer.Assistant(route.get().assistantId());
    }

    /// Where a call goes that the assistant wants to hand over.
    public VapiAnswer destination(VapiQuestion question) {
        return fallbacks.firstPerson(route(question))
            .<VapiAnswer>map(VapiAnswer.Person::new)
            .orElseGet(() -> new VapiAnswer.Nobody("Nobody can take the call right now."));
    }

    private VapiAnswer fallback(VapiQuestion question, Optional<NumberRoute> route, FallbackReason reason) {
        Optional<String> person = fallbacks.firstPerson(route);
        String to = person.isPresent() ? "dial" : "say";
        metrics.counter("liveline_router_fallbacks", "reason", reason.word(), "to", to).increment();
        if (isCallId(question)) {
            outbox.publish(new WentToFallback(question.callId(), clock.millis(), question.callSid(), question.from(),
                    question.dialled(), team(route), to, reason.word()));
        }
        return person.<VapiAnswer>map(VapiAnswer.Person::new)
            .orElseGet(() -> new VapiAnswer.Nobody(fallbacks.words(route)));
    }

    private Optional<NumberRoute> route(VapiQuestion question) {
        Optional<NumberRoute> byNumber = Optional.ofNullable(question.dialled()).flatMap(numbers::find);
        return byNumber.isPresent() || question.phoneNumberId() == null ? byNumber
                : numbers.known().stream().filter(route -> question.phoneNumberId().equals(route.phoneNumberId())).findFirst();
    }

    private static boolean isCallId(VapiQuestion question) {
        return question.callId() != null && CallKeys.isCallId(question.callId());
    }

    private String team(Optional<NumberRoute> route) {
        return route.map(NumberRoute::team).orElse(liveline.defaultTeam());
    }
}
