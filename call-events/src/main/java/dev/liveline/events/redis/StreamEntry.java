package dev.liveline.events.redis;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.UnreadableEntry;
import io.vertx.core.buffer.Buffer;

/// One entry of a stream: the stream, its id, and its fields.
///
/// Not thread-safe: an entry belongs to the loop that brought it.
public abstract sealed class StreamEntry permits ReadEntry, PushedEntry {

    private final String stream;
    private final String id;

    StreamEntry(String stream, String id) {
        this.stream = stream;
        this.id = id;
    }

    public final String stream() {
        return stream;
    }

    public final String id() {
        return id;
    }

    /// The value of a field, or null if the entry has no such field.
    public abstract @Nullable String optional(String name);

    /// @throws UnreadableEntry if the entry has no such field
    public final String text(String name) {
        return found(name, optional(name));
    }

    /// The bytes of a field.
    ///
    /// @throws UnreadableEntry if the entry has no such field
    public final Buffer bytes(String name) {
        return found(name, optionalBytes(name));
    }

    /// The bytes of a field, not copied where that can be; null if the entry has no such field.
    abstract @Nullable Buffer optionalBytes(String name);

    private static <T> T found(String name, @Nullable T value) {
        if (value == null) {
            throw new UnreadableEntry("field " + name + " is missing");
        }
        return value;
    }

    @Override
    public final String toString() {
        return "StreamEntry[" + stream + " " + id + ", content hidden]";
    }
}
