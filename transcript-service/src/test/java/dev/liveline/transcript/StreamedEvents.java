package dev.liveline.transcript;

import java.util.List;

import dev.liveline.events.EventEntry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamRange;

/// What stands on an event stream, as a hub would read it.
final class StreamedEvents {

    private StreamedEvents() {}

    static List<EventEntry> of(RedisDataSource redis, String stream, String callId) {
        return redis.stream(String.class)
            .xrange(stream, StreamRange.of("-", "+"))
            .stream()
            .map(entry -> EventEntry.read(entry.payload().get(EventEntry.FIELD)))
            .filter(entry -> entry.head().callId().equals(callId))
            .toList();
    }
}
