package dev.liveline.events.redis;

import org.jspecify.annotations.Nullable;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;

/// An entry as XREAD and its like answer it.
final class ReadEntry extends StreamEntry {

    private final Response fields;

    /// @param fields a flat list of names and values
    ReadEntry(String stream, String id, Response fields) {
        super(stream, id);
        this.fields = fields;
    }

    @Override
    public @Nullable String optional(String name) {
        Response value = find(name);
        return value == null ? null : value.toString();
    }

    @Override
    @Nullable
    Buffer optionalBytes(String name) {
        Response value = find(name);
        return value == null ? null : value.toBuffer();
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
