package dev.liveline.events;

import org.jspecify.annotations.Nullable;

/// An event as an entry of the event stream: its JSON, and beside it the little that a hub must know without parsing it.
///
/// Fields on the stream: `call`, `epoch`, `seq`, `type`, `team` (empty if none), `json`; a caption has `utt`, `<speaker>:<number>` of its
/// utterance, and, if it is a partial, `part` = `1`.
///
/// @param seq       0 for `call.erased`, which is not part of the history
/// @param utterance what a newer caption of the same utterance replaces while it is unsent; null for all but captions
/// @param partial   whether it may be dropped when a newer caption of its utterance is there
/// @param json      exactly what viewers get
public record EventEntry(String callId, String epoch, long seq, String type, @Nullable String team, @Nullable String utterance,
        boolean partial, String json) {

    public static final String CALL = "call";
    public static final String EPOCH = "epoch";
    public static final String SEQ = "seq";
    public static final String TYPE = "type";
    public static final String TEAM = "team";
    public static final String JSON = "json";
    public static final String UTTERANCE = "utt";
    public static final String PARTIAL = "part";

    /// The entry for an event of a call of a team.
    public static EventEntry of(CallEvent event, @Nullable String team) {
        Envelope e = event.envelope();
        return switch (event) {
            case CallEvent.Caption caption -> new EventEntry(e.callId(), e.epoch(), e.seq(), event.type(), team,
                    caption.speaker().wire() + ":" + caption.utterance(), !caption.last(), EventJson.write(event));
            case CallEvent.CallStarted _,CallEvent.StatusChanged _,CallEvent.Speech _,CallEvent.BargeIn _,CallEvent.ToolAnswered _,CallEvent.CommandFinished _,CallEvent.MediaQuality _,CallEvent.CallEnded _ ->
                new EventEntry(e.callId(), e.epoch(), e.seq(), event.type(), team, null, false, EventJson.write(event));
        };
    }

    @Override
    public String toString() {
        return "EventEntry[" + callId + " " + epoch + ":" + seq + " " + type + ", content hidden]";
    }
}
