package dev.liveline.events.redis;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.EventEntry;
import io.vertx.core.buffer.Buffer;

/// An entry of an event stream as it is published beside being appended, in UTF-8: its id, a blank, and the text of its only field. What is
/// published in passing, without being appended, has a dash for its id.
final class PushedEntry extends StreamEntry {

    /// Instead of an id, for what is on no stream.
    private static final String PASSING = "-";
    /// Instead of an id, for what is no such message: an id no entry has.
    private static final String UNREADABLE = "0-0";

    /// Two numbers of 64 bits and a dash; [Long#parseUnsignedLong] takes no more.
    private static final int LONGEST_ID = 41;

    private final Buffer message;

    PushedEntry(String stream, Buffer message) {
        super(stream, id(message));
        this.message = message;
    }

    /// Whether it is what a writer of ours publishes. If not, it has no fields.
    boolean isReadable() {
        return !id().equals(UNREADABLE);
    }

    /// Whether it is on no stream: whoever is not there when it passes does without.
    boolean isPassing() {
        return id().equals(PASSING);
    }

    @Override
    public @Nullable String optional(String name) {
        Buffer text = optionalBytes(name);
        return text == null ? null : text.toString();
    }

    @Override
    @Nullable
    Buffer optionalBytes(String name) {
        return name.equals(EventEntry.FIELD) && isReadable() ? message.slice(id().length() + 1, message.length()) : null;
    }

    private static String id(Buffer message) {
        if (message.length() > 1 && message.getByte(0) == '-' && message.getByte(1) == ' ') {
            return PASSING;
        }
        int longest = Math.min(message.length(), LONGEST_ID + 1);
        int end = 0;
        int dashes = 0;
        while (end < longest && message.getByte(end) != ' ') {
            byte one = message.getByte(end++);
            if (one == '-') {
                dashes++;
            } else if (one < '0' || one > '9') {
                return UNREADABLE;
            }
        }
        return dashes == 1 && end < longest && message.getByte(0) != '-' && message.getByte(end - 1) != '-'
                ? message.getString(0, end)
                : UNREADABLE;
    }
}
