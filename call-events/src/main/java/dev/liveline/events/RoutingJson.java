package dev.liveline.events;

import dev.liveline.events.RoutingEvent.CallOver;
import dev.liveline.events.RoutingEvent.CallPlaced;
import dev.liveline.events.RoutingEvent.CommandOutcome;
import dev.liveline.events.RoutingEvent.LegStatus;
import dev.liveline.events.RoutingEvent.MediaBargeIn;
import dev.liveline.events.RoutingEvent.MediaReport;
import dev.liveline.events.RoutingEvent.WentToFallback;

/// Flat JSON of [RoutingEvent]s. The type is a field of the stream entry, not a member.
public final class RoutingJson {

    private RoutingJson() {}

    public static String write(RoutingEvent event) {
        JsonText.Members m = new JsonText.Members().text("callId", event.callId()).number("at", event.at());
        switch (event) {
            case CallPlaced e -> m.bool("provisional", e.provisional())
                .text("callSid", e.callSid())
                .text("direction", e.direction())
                .text("from", e.from())
                .text("to", e.to())
                .text("team", e.team())
                .text("route", e.route())
                .text("assistantId", e.assistantId());
            case WentToFallback e -> m.text("callSid", e.callSid())
                .text("from", e.from())
                .text("dialled", e.dialled())
                .text("team", e.team())
                .text("to", e.to())
                .text("reason", e.reason());
            case LegStatus e -> m.text("callSid", e.callSid())
                .text("leg", e.leg())
                .text("status", e.status())
                .optionalNumber("sequence", e.sequence());
            case CallOver e -> m.text("callSid", e.callSid()).text("reason", e.reason());
            case MediaReport e -> m.number("lostFrames", e.lostFrames())
                .decimal("jitterMs", e.jitterMs())
                .decimal("latencyMs", e.latencyMs());
            case MediaBargeIn e -> m.number("playedMs", e.playedMs());
            case CommandOutcome e -> m.text("commandId", e.commandId())
                .text("kind", e.kind())
                .bool("done", e.done())
                .text("by", e.by())
                .text("detail", e.detail());
        }
        return m.object();
    }

    /// @throws UnreadableEntry if it is none of ours
    public static RoutingEvent read(String type, String json) {
        JsonText.Flat f = JsonText.Flat.parse(json);
        String callId = f.text("callId");
        long at = f.number("at");
        return switch (type) {
            case "call-placed" -> new CallPlaced(callId, at, f.bool("provisional"), f.optionalText("callSid"),
                    f.text("direction"), f.optionalText("from"), f.optionalText("to"), f.optionalText("team"), f.text("route"),
                    f.optionalText("assistantId"));
            case "went-to-fallback" -> new WentToFallback(callId, at, f.optionalText("callSid"), f.optionalText("from"),
                    f.optionalText("dialled"), f.optionalText("team"), f.text("to"), f.text("reason"));
            case "leg-status" -> new LegStatus(callId, at, f.optionalText("callSid"), f.text("leg"), f.text("status"),
                    f.optionalNumber("sequence"));
            case "call-over" -> new CallOver(callId, at, f.optionalText("callSid"), f.text("reason"));
            case "media-report" -> new MediaReport(callId, at, f.number("lostFrames"), f.decimal("jitterMs"),
                    f.decimal("latencyMs"));
            case "media-barge-in" -> new MediaBargeIn(callId, at, f.number("playedMs"));
            case "command-outcome" -> new CommandOutcome(callId, at, f.text("commandId"), f.text("kind"), f.bool("done"),
                    f.text("by"), f.optionalText("detail"));
            default -> throw new UnreadableEntry("unknown routing event type");
        };
    }
}
