package dev.liveline.router.redis;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallFields;
import dev.liveline.events.CallKeys;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Shards;
import dev.liveline.router.command.CommandedCall;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

/// Reads what transcript-service knows of a call.
@ApplicationScoped
public class CallFacts {

    private final BudgetedRedis redis;
    private final Shards shards;

    public CallFacts(BudgetedRedis redis, Shards shards) {
        this.redis = redis;
        this.shards = shards;
    }

    /// Empty if there is no such call.
    ///
    /// @throws RedisOutOfReach if Redis does not answer
    public Optional<CommandedCall> find(String callId) {
        return Waiting.on(read(callId));
    }

    /// Those of them that there are.
    ///
    /// @throws RedisOutOfReach if Redis does not answer
    public List<CommandedCall> find(List<String> callIds) {
        List<Future<Optional<CommandedCall>>> found = callIds.stream().map(this::read).toList();
        Waiting.on(Future.all(found));
        return found.stream().flatMap(call -> call.result().stream()).toList();
    }

    private Future<Optional<CommandedCall>> read(String callId) {
        if (!CallKeys.isCallId(callId)) {
            return Future.succeededFuture(Optional.empty());
        }
        return redis.send(Request.cmd(Command.HMGET)
            .arg(CallKeys.of(shards, callId).call())
            .arg(CallFields.STATUS)
            .arg(CallFields.TEAM)
            .arg(CallFields.ROUTE)
            .arg(CallFields.CALL_SID)
            .arg(CallFields.CONTROL_URL)
            .arg(CallFields.TO)).map(found -> call(callId, found));
    }

    private static Optional<CommandedCall> call(String callId, @Nullable Response found) {
        String status = text(found, 0);
        if (status == null) {
            return Optional.empty();
        }
        String controlUrl = text(found, 4);
        return Optional.of(new CommandedCall(callId, CallStatus.ENDED.wire().equals(status), text(found, 1), text(found, 2),
                text(found, 3), controlUrl == null ? null : URI.create(controlUrl), text(found, 5)));
    }

    private static @Nullable String text(@Nullable Response found, int index) {
        return found == null || found.get(index) == null ? null : found.get(index).toString();
    }
}
