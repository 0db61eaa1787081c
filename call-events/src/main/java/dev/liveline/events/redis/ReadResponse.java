package dev.liveline.events.redis;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.vertx.redis.client.Response;

/// The answer of XREAD and XREADGROUP: a map of streams in RESP3, pairs of stream and entries in RESP2.
final class ReadResponse {

    private ReadResponse() {}

    /// @return how many entries there were
    static int forEach(@Nullable Response response, Consumer<? super ReadEntry> action) {
        if (response == null) {
            return 0;
        }
        int entries = 0;
        if (response.getKeys().isEmpty()) {
            for (Response pair : response) {
                entries += entries(pair.get(0).toString(), pair.get(1), action);
            }
        } else {
            for (String stream : response.getKeys()) {
                entries += entries(stream, response.get(stream), action);
            }
        }
        return entries;
    }

    private static int entries(String stream, Response entries, Consumer<? super ReadEntry> action) {
        for (Response entry : entries) {
            action.accept(new ReadEntry(stream, entry.get(0).toString(), entry.get(1)));
        }
        return entries.size();
    }
}
