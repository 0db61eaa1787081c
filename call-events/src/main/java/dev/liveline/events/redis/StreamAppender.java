package dev.liveline.events.redis;

import java.util.function.Supplier;

import dev.liveline.events.AssistantChange;
import dev.liveline.events.Command;
import dev.liveline.events.CommandJson;
import dev.liveline.events.RoutingEvent;
import dev.liveline.events.RoutingJson;
import dev.liveline.events.Shards;
import dev.liveline.events.Streams;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// Appends records to the work and notice streams (the event streams are written by transcript-service's commit only).
///
/// Bounded: streams are trimmed to about `maxLength` entries, oldest first. A reader that is so far behind that its entries were trimmed
/// has lost them; the readers' lag is a metric for that reason.
public final class StreamAppender {

    /// The field of an entry that names its call.
    public static final String CALL = "call";

    private final Redis redis;
    private final Shards shards;
    private final int maxLength;

    public StreamAppender(Redis redis, Shards shards, int maxLength) {
        this.redis = redis;
        this.shards = shards;
        this.maxLength = maxLength;
    }

    /// @return the entry's id; fails if Redis did not take it
    public Future<String> append(RoutingEvent event) {
        return append(Streams.ROUTING, event.type(), event.callId(), () -> RoutingJson.write(event));
    }

    /// @return the entry's id; fails if Redis did not take it
    public Future<String> append(Command command) {
        String callId = command.order().callId();
        return append(Streams.commands(shards.of(callId)), command.kind(), callId, () -> CommandJson.write(command));
    }

    /// @return the entry's id; fails if Redis did not take it
    public Future<String> append(AssistantChange change) {
        return append(Streams.ASSISTANTS, AssistantChange.TYPE, change.id(), change::json);
    }

    private Future<String> append(String stream, String type, String call, Supplier<String> json) {
        Request request = Request.cmd(io.vertx.redis.client.Command.XADD)
            .arg(stream)
            .arg("MAXLEN")
            .arg("~")
            .arg(maxLength)
            .arg("*")
            .arg("type")
            .arg(type)
            .arg(CALL)
            .arg(call)
            .arg("json")
            .arg(json.get());
        return redis.send(request).map(Object::toString);
    }
}
