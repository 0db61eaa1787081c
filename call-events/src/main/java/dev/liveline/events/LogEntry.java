package dev.liveline.events;

import org.jspecify.annotations.Nullable;

/// One entry of a call's log stream ([CallKeys#log()]): an event without what all events of the call share. Its id is `<seq>-0`. Fields:
/// `t` type, `a` at, `v` vapiAt (empty if absent), `b` the event's own JSON members without braces. [#json] puts the event together again,
/// byte for byte what went over the event stream.
///
/// @param own such as `"speaker":"caller","speaking":true`
public record LogEntry(long seq, String type, long at, @Nullable Long vapiAt, String own) {

    public static final String TYPE = "t";
    public static final String AT = "a";
    public static final String VAPI_AT = "v";
    public static final String OWN = "b";

    /// The public JSON of the event.
    public String json(String callId, String epoch) {
        return EventJson.assemble(callId, epoch, seq, type, at, vapiAt, own);
    }

    @Override
    public String toString() {
        return "LogEntry[" + seq + " " + type + ", content hidden]";
    }
}
