package dev.liveline.transcript;

import java.util.List;

import dev.liveline.events.EventEntry;
import dev.liveline.events.EventHead;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamRange;

/// What stands on an event stream, as a hub would read it.
final class StreamedEvents {

    private StreamedEvents() {}

    static List<EventEntry> of(RedisDataSource redis, String stream, String callId) {
        return redis.stream(String.class)
            .xrange(stream, StreamRange.of("-", "+"))
            .stream()
            .map(entry -> new EventEntry(EventHead.read(entry.payload().get(EventEntry.HEAD)),
                    entry.payload().get(EventEntry.JSON)))
            .filter(entry -> entry.head().callId().equals(callId))
            .toList();
    }
}
