package dev.liveline.events;

import org.jspecify.annotations.Nullable;

/// An event as an entry of the event stream: its JSON, and beside it the little that a hub must know without parsing it.
///
/// @param json exactly what viewers get
public record EventEntry(EventHead head, String json) {

    /// The field of [EventHead#write].
    public static final String HEAD = "head";
    public static final String JSON = "json";

    /// The entry for an event of a call of a team.
    public static EventEntry of(CallEvent event, @Nullable String team) {
        return new EventEntry(EventHead.of(event, team), EventJson.write(event));
    }

    @Override
    public String toString() {
        return "EventEntry[" + head + ", content hidden]";
    }
}
