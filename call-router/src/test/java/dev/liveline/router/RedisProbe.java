package dev.liveline.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.liveline.events.CallFields;
import dev.liveline.events.CallKeys;
import dev.liveline.events.RoutingEvent;
import dev.liveline.events.RoutingEvent.CommandOutcome;
import dev.liveline.events.RoutingJson;
import dev.liveline.events.Shards;
import dev.liveline.events.Streams;
import dev.liveline.events.Standing;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// What other services would write to Redis and read from it.
public final class RedisProbe {

    private final Redis redis;
    private final Shards shards;

    public RedisProbe(Redis redis, Shards shards) {
        this.redis = redis;
        this.shards = shards;
    }

    /// A call as transcript-service keeps it.
    public void call(String callId, Map<String, String> fields) {
        Request set = Request.cmd(Command.HSET)
            .arg(CallKeys.of(shards, callId).call())
            .arg(CallFields.STANDING)
            .arg(new Standing("e1", 1, 1, 1000).write());
        fields.forEach((name, value) -> set.arg(name).arg(value));
        send(set);
    }

    /// All routing events so far, in order.
    public List<RoutingEvent> routing() {
        List<RoutingEvent> events = new ArrayList<>();
        send(Request.cmd(Command.XRANGE).arg(Streams.ROUTING).arg("-").arg("+")).forEach(entry -> {
            Response fields = entry.get(1);
            events.add(RoutingJson.read(fields.get(1).toString(), fields.get(5).toString()));
        });
        return events;
    }

    /// The routing events of one call.
    public List<RoutingEvent> routing(String callId) {
        return routing().stream().filter(event -> event.callId().equals(callId)).toList();
    }

    public List<CommandOutcome> outcomes(String callId) {
        return routing(callId).stream().filter(CommandOutcome.class::isInstance).map(CommandOutcome.class::cast).toList();
    }

    public Response send(Request request) {
        try {
            return redis.send(request).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
