package dev.liveline.events.redis;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.UnreadableEntry;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;

/// One entry as it was read: its stream, its id, and its fields, whose values are not copied.
///
/// Not thread-safe: an entry belongs to the loop that read it.
public final class StreamEntry {

    private final String stream;
    private final String id;
    private final Response fields;

    /// @param fields a flat list of names and values
    StreamEntry(String stream, String id, Response fields) {
        this.stream = stream;
        this.id = id;
        this.fields = fields;
    }

    public String stream() {
        return stream;
    }

    public String id() {
        return id;
    }

    /// The value of a field, or null if the entry has no such field.
    public @Nullable String optional(String name) {
        Response value = find(name);
        return value == null ? null : value.toString();
    }

    /// @throws UnreadableEntry if the entry has no such field
    public String text(String name) {
        String value = optional(name);
        if (value == null) {
            throw new UnreadableEntry("field " + name + " is missing");
        }
        return value;
    }

    /// The bytes of a field, not copied where the client allows it.
    ///
    /// @throws UnreadableEntry if the entry has no such field
    public Buffer bytes(String name) {
        Response value = find(name);
        if (value == null) {
            throw new UnreadableEntry("field " + name + " is missing");
        }
        return value.toBuffer();
    }

    @Override
    public String toString() {
        return "StreamEntry[" + stream + " " + id + ", content hidden]";
    }

    Response fields() {
        return fields;
    }

    private @Nullable Response find(String name) {
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            if (fields.get(i).toString().equals(name)) {
                return fields.get(i + 1);
            }
        }
        return null;
    }
}
