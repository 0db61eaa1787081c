package dev.liveline.transcript.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallKeys;
import dev.liveline.events.LogEntry;
import dev.liveline.events.Shards;
import dev.liveline.transcript.call.CallState;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// Reads calls and their logs. Always from Redis, never from a replica's cache: another replica may know better.
@Singleton
public final class CallReads {

    private final Redis redis;
    private final Shards shards;

    CallReads(Redis redis, Shards shards) {
        this.redis = redis;
        this.shards = shards;
    }

    /// The state of a call; null if there is none.
    public Future<@Nullable CallState> state(String callId) {
        return redis.send(Request.cmd(Command.HGETALL).arg(CallKeys.of(shards, callId).call())).map(hash -> {
            Map<String, String> fields = Hashes.of(hash);
            return fields.isEmpty() ? null : StateFields.read(callId, fields);
        });
    }

    /// The states of several calls in their order, without those that are gone.
    public Future<List<CallState>> states(List<String> callIds) {
        List<Future<CallState>> reads = callIds.stream().map(this::state).toList();
        return Future.all(reads).map(_ -> reads.stream().map(Future::result).filter(Objects::nonNull).toList());
    }

    /// An entry of a call's log, and when the words of a final began.
    ///
    /// @param begunAt epoch milliseconds; null where no partial came before the final
    public record Logged(LogEntry entry, @Nullable Long begunAt) {}

    /// Every event of a call but partial captions, in order.
    public Future<List<Logged>> log(String callId) {
        return redis.send(Request.cmd(Command.XRANGE).arg(CallKeys.of(shards, callId).log()).arg("-").arg("+")).map(entries -> {
            List<Logged> log = new ArrayList<>(entries.size());
            for (Response entry : entries) {
                log.add(entry(entry.get(0).toString(), Hashes.of(entry.get(1), 0)));
            }
            return log;
        });
    }

    private static Logged entry(String id, Map<String, String> fields) {
        String vapiAt = fields.getOrDefault(LogEntry.VAPI_AT, "");
        String begunAt = fields.getOrDefault(CommitScript.BEGUN_AT, "");
        LogEntry entry = new LogEntry(Long.parseLong(id.substring(0, id.indexOf('-'))), fields.get(LogEntry.TYPE),
                Long.parseLong(fields.get(LogEntry.AT)), vapiAt.isEmpty() ? null : Long.valueOf(vapiAt),
                fields.get(LogEntry.OWN));
        return new Logged(entry, begunAt.isEmpty() ? null : Long.valueOf(begunAt));
    }
}
