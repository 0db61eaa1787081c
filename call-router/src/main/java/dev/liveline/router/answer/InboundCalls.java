package dev.liveline.router.answer;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.events.RoutingEvent.CallPlaced;
import dev.liveline.router.bridge.BridgeTickets;
import dev.liveline.router.bridge.BridgedCall;
import dev.liveline.router.bridge.MediaUrl;
import dev.liveline.router.bridge.UnbridgedCalls;
import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.Admission.Entry;
import dev.liveline.router.redis.CallerLeg;
import dev.liveline.router.redis.LegRegister;
import dev.liveline.router.redis.NumberTable;
import dev.liveline.router.redis.RoutingOutbox;
import dev.liveline.router.redis.Waiting;
import dev.liveline.router.routing.CallerHears;
import dev.liveline.router.routing.CallerHears.BridgedAssistant;
import dev.liveline.router.routing.CallerHears.SipAssistant;
import dev.liveline.router.routing.CallerHears.VapiTwiml;
import dev.liveline.router.routing.FallbackReason;
import dev.liveline.router.routing.InboundCall;
import dev.liveline.router.routing.NumberRoute;
import dev.liveline.router.vapi.CallRequest;
import dev.liveline.router.vapi.CallRequest.Bypass;
import dev.liveline.router.vapi.CallRequest.WebSocket;
import dev.liveline.router.vapi.Placement;
import dev.liveline.router.vapi.Placement.NotPlaced;
import dev.liveline.router.vapi.Placement.Placed;
import dev.liveline.router.vapi.VapiCalls;
import jakarta.enterprise.context.ApplicationScoped;

/// A caller at the door: find the number's route, take a slot, connect the assistant, or fall back. Never fails, and each step has its budget:
/// whatever is down, there is an answer.
@ApplicationScoped
public class InboundCalls {

    /// The SIP header, and so the variable at Vapi, that joins Vapi's call with Twilio's.
    public static final String CALL_SID_VARIABLE = "liveline-call-sid";

    private static final Logger LOG = Logger.getLogger(InboundCalls.class);

    private final NumberTable numbers;
    private final Admission admission;
    private final VapiCalls vapi;
    private final BridgeTickets tickets;
    private final UnbridgedCalls unbridged;
    private final LegRegister legs;
    private final RoutingOutbox outbox;
    private final Fallbacks fallbacks;
    private final AbandonedCalls abandoned;
    private final InstantSource clock;
    private final LivelineConfig liveline;

    public InboundCalls(NumberTable numbers, Admission admission, VapiCalls vapi, BridgeTickets tickets,
            UnbridgedCalls unbridged, LegRegister legs, RoutingOutbox outbox, Fallbacks fallbacks, AbandonedCalls abandoned,
            InstantSource clock, LivelineConfig liveline) {
        this.numbers = numbers;
        this.admission = admission;
        this.vapi = vapi;
        this.tickets = tickets;
        this.unbridged = unbridged;
        this.legs = legs;
        this.outbox = outbox;
        this.fallbacks = fallbacks;
        this.abandoned = abandoned;
        this.clock = clock;
        this.liveline = liveline;
    }

    /// What the caller hears first.
    public CallerHears answer(InboundCall call) {
        Optional<NumberRoute> route = Optional.empty();
        try {
            route = numbers.find(call.to());
            if (route.isEmpty()) {
                return fallback(call, route, FallbackReason.NO_ROUTE);
            }
            if (call.again()) {
                return fallback(call, route, FallbackReason.TWIML_FAILED);
            }
            return toAssistant(call, route.get());
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "answering call %s failed", call.callSid());
            admission.leave(call.callSid());
            return fallback(call, route, FallbackReason.OUR_FAULT);
        }
    }

    /// The answer to a repetition whose first delivery was never finished: without the assistant, which may have been asked for already.
    public CallerHears answerUnfinished(InboundCall call) {
        return fallback(call, numbers.known(call.to()), FallbackReason.UNFINISHED);
    }

    private CallerHears toAssistant(InboundCall call, NumberRoute route) {
        return switch (route.mode()) {
            case SIP -> sip(call, route);
            case BYPASS -> bypass(call, route);
            case BRIDGE -> bridge(call, route);
            case DIRECT -> fallback(call, Optional.of(route), FallbackReason.DIRECT_NUMBER);
        };
    }

    private CallerHears sip(InboundCall call, NumberRoute route) {
        Optional<FallbackReason> refused = refusal(call);
        if (refused.isPresent()) {
            return fallback(call, Optional.of(route), refused.get());
        }
        placed(call, route, call.callSid(), true);
        return new SipAssistant(route.number(), route.sipUri(), context(call, route, "x-"));
    }

    private CallerHears bypass(InboundCall call, NumberRoute route) {
        CallRequest request = new Bypass(route.assistantId(), route.phoneNumberId(),
                call.from() == null ? "anonymous" : call.from(),
                context(call, route, ""));
        return placing(call, route, request, placed -> new VapiTwiml(placed.twiml()));
    }

    private CallerHears bridge(InboundCall call, NumberRoute route) {
        CallRequest request = new WebSocket(route.assistantId(), context(call, route, ""));
        return placing(call, route, request, placed -> {
            tickets.store(new BridgedCall(placed.callId(), call.callSid(), route.assistantId(), placed.websocketUrl(),
                    placed.controlUrl(), team(route), route.number()))
                .onFailure(away -> LOG.debug("the ticket of a bridged call is known to this replica only"));
            unbridged.endUnlessStreaming(call.callSid());
            return new BridgedAssistant(route.number(), MediaUrl.of(liveline.publicUrl()).toString());
        });
    }

    private interface Connecting {
        CallerHears connect(Placed placed);
    }

    private CallerHears placing(InboundCall call, NumberRoute route, CallRequest request, Connecting connecting) {
        Optional<FallbackReason> refused = refusal(call);
        if (refused.isPresent()) {
            return fallback(call, Optional.of(route), refused.get());
        }
        Placement placement = Waiting.on(vapi.place(request, late -> abandoned.ended(call.callSid(), late)));
        return switch (placement) {
            case Placed placed -> {
                admission.rename(call.callSid(), placed.callId());
                if (request instanceof Bypass && !fallbacks.isTwiml(placed.twiml())) {
                    abandoned.ended(placed.callId(), placed);
                    yield fallback(call, Optional.of(route), FallbackReason.VAPI_UNREADABLE);
                }
                placed(call, route, placed.callId(), false);
                yield connecting.connect(placed);
            }
            case NotPlaced none -> {
                // A slow call may exist: its slot is freed once Vapi has told, or not told, of it.
                if (none.cause() != Placement.Cause.SLOW) {
                    admission.leave(call.callSid());
                }
                yield fallback(call, Optional.of(route), reason(none.cause()));
            }
        };
    }

    private Optional<FallbackReason> refusal(InboundCall call) {
        Entry entry = admission.enter(call.callSid());
        return switch (entry) {
            case ENTERED -> Optional.empty();
            case FULL -> Optional.of(FallbackReason.AT_LIMIT);
            case UNCOUNTED -> Optional.of(FallbackReason.UNCOUNTED);
        };
    }

    private void placed(InboundCall call, NumberRoute route, String callId, boolean provisional) {
        legs.remember(new CallerLeg(call.callSid(), callId, route.number(), call.from(), team(route), route.mode().wire()));
        outbox.publish(new CallPlaced(callId, clock.millis(), provisional, call.callSid(), "inbound", call.from(), call.to(),
                team(route), route.mode().wire(), route.assistantId()));
    }

    private CallerHears fallback(InboundCall call, Optional<NumberRoute> route, FallbackReason reason) {
        return fallbacks.begin(new CallerLeg(call.callSid(), call.callSid(), call.to(), call.from(),
                route.map(this::team).orElse(liveline.defaultTeam()), "fallback"), route, reason);
    }

    private @Nullable String team(NumberRoute route) {
        return route.team() == null ? liveline.defaultTeam() : route.team();
    }

    /// Our call's context for Vapi: as SIP headers, or as variables.
    private static Map<String, String> context(InboundCall call, NumberRoute route, String prefix) {
        Map<String, String> context = new TreeMap<>();
        context.put(prefix + CALL_SID_VARIABLE, call.callSid());
        context.put(prefix + "liveline-dialled", route.number());
        if (route.team() != null) {
            context.put(prefix + "liveline-team", route.team());
        }
        return context;
    }

    private static FallbackReason reason(Placement.Cause cause) {
        return switch (cause) {
            case SLOW -> FallbackReason.VAPI_SLOW;
            case FAILED -> FallbackReason.VAPI_FAILED;
            case REFUSED -> FallbackReason.VAPI_REFUSED;
            case AT_LIMIT -> FallbackReason.AT_LIMIT;
            case UNREACHABLE -> FallbackReason.VAPI_UNREACHABLE;
            case UNREADABLE -> FallbackReason.VAPI_UNREADABLE;
        };
    }
}
