package dev.liveline.events;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallEvent.BargeIn;
import dev.liveline.events.CallEvent.CallEnded;
import dev.liveline.events.CallEvent.CallStarted;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.CallEvent.CommandFinished;
import dev.liveline.events.CallEvent.MediaQuality;
import dev.liveline.events.CallEvent.Speech;
import dev.liveline.events.CallEvent.StatusChanged;
import dev.liveline.events.CallEvent.ToolAnswered;

/// The public JSON of events, as docs/interfaces.md fixes it: written once, by transcript-service, and passed on as it is.
///
/// Member order is `callId, epoch, seq, type, at, vapiAt?`, then the type's own members in the order of its record. Absent values are left
/// out. Written by hand-driven appends, not by data binding: it is on the hot path and must be the same in a native executable.
public final class EventJson {

    private EventJson() {}

    /// The whole event.
    public static String write(CallEvent event) {
        Envelope e = event.envelope();
        StringBuilder json = begun(e.callId(), e.epoch(), e.seq(), event.type(), e.at(), e.vapiAt());
        own(event, new JsonText.Members(json));
        return json.append('}').toString();
    }

    /// The whole event that a [LogEntry] holds the own members of.
    static String assemble(String callId, String epoch, long seq, String type, long at, @Nullable Long vapiAt, String own) {
        StringBuilder json = begun(callId, epoch, seq, type, at, vapiAt);
        if (!own.isEmpty()) {
            json.append(',').append(own);
        }
        return json.append('}').toString();
    }

    /// The members every event has, in an object that is still open.
    private static StringBuilder begun(String callId, String epoch, long seq, String type, long at, @Nullable Long vapiAt) {
        StringBuilder json = new StringBuilder(320);
        json.append("{\"callId\":");
        JsonText.string(json, callId);
        json.append(",\"epoch\":");
        JsonText.string(json, epoch);
        json.append(",\"seq\":").append(seq).append(",\"type\":\"").append(type).append("\",\"at\":").append(at);
        if (vapiAt != null) {
            json.append(",\"vapiAt\":").append(vapiAt.longValue());
        }
        return json;
    }

    /// The event's own members without braces: the body of a [LogEntry].
    public static String own(CallEvent event) {
        JsonText.Members members = new JsonText.Members();
        own(event, members);
        return members.toString();
    }

    private static void own(CallEvent event, JsonText.Members members) {
        switch (event) {
            case CallStarted e -> members.text("from", e.from())
                .text("to", e.to())
                .text("assistantId", e.assistantId())
                .text("route", e.route())
                .text("team", e.team());
            case StatusChanged e -> members.text("status", e.status().wire());
            case Caption e -> members.text("speaker", e.speaker().wire())
                .number("utterance", e.utterance())
                .number("revision", e.revision())
                .bool("final", e.last())
                .text("text", e.text())
                .decimal("confidence", e.confidence());
            case Speech e -> members.text("speaker", e.speaker().wire()).bool("speaking", e.speaking());
            case BargeIn e -> members.text("source", e.source().wire())
                .number("utterance", e.utterance())
                .text("heard", e.heard())
                .decimal("confidence", e.confidence());
            case ToolAnswered e -> members.text("toolCallId", e.toolCallId())
                .text("name", e.name())
                .text("outcome", e.ok() ? "ok" : "error")
                .number("durationMs", e.durationMs());
            case CommandFinished e -> members.text("commandId", e.commandId())
                .text("kind", e.kind())
                .text("outcome", e.done() ? "done" : "failed")
                .text("by", e.by())
                .text("detail", e.detail());
            case MediaQuality e -> members.number("lostFrames", e.lostFrames())
                .decimal("jitterMs", e.jitterMs())
                .decimal("latencyMs", e.latencyMs());
            case CallEnded e -> members.text("reason", e.reason()).number("durationMs", e.durationMs());
        }
    }

    /// Told to viewers when a call was erased: `{"callId":…,"type":"call.erased","at":…}`.
    public static String erased(String callId, long at) {
        return new JsonText.Members().text("callId", callId).text("type", EventTypes.CALL_ERASED).number("at", at).object();
    }

    /// Reads an event back; members it does not know are ignored.
    ///
    /// @throws UnreadableEntry if it is no event of ours
    public static CallEvent read(String json) {
        JsonText.Flat flat = JsonText.Flat.parse(json);
        Envelope e = new Envelope(flat.text("callId"), flat.text("epoch"), flat.number("seq"), flat.number("at"),
                flat.optionalNumber("vapiAt"));
        String type = flat.text("type");
        return switch (type) {
            case EventTypes.CALL_STARTED -> new CallStarted(e, flat.optionalText("from"), flat.optionalText("to"),
                    flat.optionalText("assistantId"), flat.optionalText("route"), flat.optionalText("team"));
            case EventTypes.CALL_STATUS -> new StatusChanged(e, flat.word("status", CallStatus::of));
            case EventTypes.CAPTION -> new Caption(e, flat.word("speaker", Speaker::of), (int) flat.number("utterance"),
                    (int) flat.number("revision"), flat.bool("final"), flat.text("text"), flat.optionalDecimal("confidence"));
            case EventTypes.SPEECH -> new Speech(e, flat.word("speaker", Speaker::of), flat.bool("speaking"));
            case EventTypes.BARGE_IN -> new BargeIn(e, flat.word("source", BargeInSource::of), (int) flat.number("utterance"),
                    flat.optionalText("heard"), flat.optionalDecimal("confidence"));
            case EventTypes.TOOL -> new ToolAnswered(e, flat.text("toolCallId"), flat.text("name"),
                    flat.text("outcome").equals("ok"), flat.number("durationMs"));
            case EventTypes.COMMAND -> new CommandFinished(e, flat.text("commandId"), flat.text("kind"),
                    flat.text("outcome").equals("done"), flat.text("by"), flat.optionalText("detail"));
            case EventTypes.MEDIA -> new MediaQuality(e, flat.number("lostFrames"), flat.decimal("jitterMs"),
                    flat.decimal("latencyMs"));
            case EventTypes.CALL_ENDED -> new CallEnded(e, flat.text("reason"), flat.number("durationMs"));
            default -> throw new UnreadableEntry("unknown event type");
        };
    }
}
