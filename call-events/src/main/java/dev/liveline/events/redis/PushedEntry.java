package dev.liveline.events.redis;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.EventEntry;
import io.vertx.core.buffer.Buffer;

/// An entry of an event stream as it is published beside being appended, in UTF-8: its id, a blank, its head and, unless it is a probe, a line
/// break and its JSON. JSON of ours holds no line break, so the last one ends the head.
final class PushedEntry extends StreamEntry {

    /// Instead of an id, for what is no such message: an id no entry has.
    private static final String UNREADABLE = "0-0";

    /// Two numbers of 64 bits and a dash; [Long#parseUnsignedLong] takes no more.
    private static final int LONGEST_ID = 41;

    private final Buffer message;
    private final int head;
    private final int headEnd;

    PushedEntry(String stream, Buffer message) {
        super(stream, id(message));
        this.message = message;
        this.head = Math.min(id().length() + 1, message.length());
        int end = message.length() - 1;
        while (end >= head && message.getByte(end) != '\n') {
            end--;
        }
        this.headEnd = end < head ? message.length() : end;
    }

    /// Whether it is what a writer of ours publishes. If not, it has no fields.
    boolean isReadable() {
        return !id().equals(UNREADABLE);
    }

    @Override
    public @Nullable String optional(String name) {
        if (name.equals(EventEntry.HEAD) && isReadable()) {
            return message.getString(head, headEnd);
        }
        Buffer bytes = optionalBytes(name);
        return bytes == null ? null : bytes.toString();
    }

    @Override
    @Nullable
    Buffer optionalBytes(String name) {
        return name.equals(EventEntry.JSON) && isReadable() && headEnd < message.length()
                ? message.slice(headEnd + 1, message.length())
                : null;
    }

    private static String id(Buffer message) {
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
