package dev.liveline.events;

import org.jspecify.annotations.Nullable;

/// An event as an entry of the event stream: its JSON, and before it the little that a hub must know without parsing it.
///
/// One text in the entry's only field: the head, a line break, the JSON. It is also what a call's hash keeps of an open utterance and, behind
/// the entry's id, what is published: a commit hands the script the text once. JSON of ours holds no line break, so the last one ends the head.
///
/// @param json exactly what viewers get
public record EventEntry(EventHead head, String json) {

    /// The one field of an entry. A probe's holds something else than an event.
    public static final String FIELD = "event";

    /// The entry for an event of a call of a team.
    public static EventEntry of(CallEvent event, @Nullable String team) {
        return new EventEntry(EventHead.of(event, team), EventJson.write(event));
    }

    public String write() {
        return head.write() + '\n' + json;
    }

    /// @throws UnreadableEntry if it is no entry
    public static EventEntry read(String text) {
        int end = text.lastIndexOf('\n');
        if (end < 0) {
            throw new UnreadableEntry("an event's entry has two lines");
        }
        return new EventEntry(EventHead.read(text.substring(0, end)), text.substring(end + 1));
    }

    /// Where the head ends in the UTF-8 of an entry's text; -1 if that is none.
    public static int headEnd(byte[] text) {
        int end = text.length - 1;
        while (end >= 0 && text[end] != '\n') {
            end--;
        }
        return end;
    }

    @Override
    public String toString() {
        return "EventEntry[" + head + ", content hidden]";
    }
}
