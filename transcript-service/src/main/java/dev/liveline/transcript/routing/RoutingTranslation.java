package dev.liveline.transcript.routing;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.RoutingEvent;
import dev.liveline.events.RoutingEvent.CallOver;
import dev.liveline.events.RoutingEvent.CallPlaced;
import dev.liveline.events.RoutingEvent.CommandOutcome;
import dev.liveline.events.RoutingEvent.LegStatus;
import dev.liveline.events.RoutingEvent.MediaBargeIn;
import dev.liveline.events.RoutingEvent.MediaReport;
import dev.liveline.events.RoutingEvent.WentToFallback;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Happening;
import dev.liveline.transcript.call.Happening.CommandDone;
import dev.liveline.transcript.call.Happening.FellBack;
import dev.liveline.transcript.call.Happening.LegTold;
import dev.liveline.transcript.call.Happening.MediaInterrupted;
import dev.liveline.transcript.call.Happening.MediaMeasured;
import dev.liveline.transcript.call.Happening.OverTold;
import dev.liveline.transcript.call.Happening.Placed;
import dev.liveline.transcript.call.Identity;

/// What a routing event means in our words.
final class RoutingTranslation {

    private RoutingTranslation() {}

    static Fact fact(RoutingEvent event) {
        return switch (event) {
            case CallPlaced e ->
                fact(e, new Identity(e.from(), e.to(), e.team(), e.assistantId(), e.route(), e.callSid(), null),
                        new Placed());
            case WentToFallback e -> fact(e,
                    new Identity(e.from(), e.dialled(), e.team(), null, "fallback", e.callSid(), null),
                    new FellBack());
            case LegStatus e -> fact(e, sid(e.callSid()), new LegTold(e.leg(), e.status()));
            case CallOver e -> fact(e, sid(e.callSid()), new OverTold(e.reason()));
            case MediaReport e -> fact(e, Identity.UNKNOWN,
                    new MediaMeasured(e.lostFrames(), e.jitterMs(), e.latencyMs()));
            case MediaBargeIn e -> fact(e, Identity.UNKNOWN, new MediaInterrupted(e.playedMs()));
            case CommandOutcome e -> fact(e, Identity.UNKNOWN,
                    new CommandDone(e.commandId(), e.kind(), e.done(), e.by(), e.detail()));
        };
    }

    private static Fact fact(RoutingEvent event, Identity identity, Happening what) {
        return new Fact(event.at(), null, identity, what);
    }

    private static Identity sid(@Nullable String callSid) {
        return callSid == null ? Identity.UNKNOWN : new Identity(null, null, null, null, null, callSid, null);
    }
}
