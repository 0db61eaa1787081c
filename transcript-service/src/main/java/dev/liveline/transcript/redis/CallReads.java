package dev.liveline.transcript.redis;

import java.util.ArrayList;
import java.util.HashMap;
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
import io.vertx.redis.client.ResponseType;

/// Reads calls and their logs. Always from Redis, never from a replica's cache: another replica may know better.
@Singleton
public final class CallReads {

    /// An id and its score in a shard's list.
    public record Listed(String callId, long score) {}

    private final Redis redis;
    private final Shards shards;

    CallReads(Redis redis, Shards shards) {
        this.redis = redis;
        this.shards = shards;
    }

    /// The state of a call; null if there is none.
    public Future<@Nullable CallState> state(String callId) {
        return redis.send(Request.cmd(Command.HGETALL).arg(CallKeys.of(shards, callId).call())).map(hash -> {
            Map<String, String> fields = fields(hash);
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
                log.add(entry(entry.get(0).toString(), CommitScript.fields(entry.get(1), 0)));
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

    /// All ids of live calls of a shard, unordered.
    public Future<List<Listed>> live(int shard) {
        return redis.send(Request.cmd(Command.ZRANGE).arg(CallKeys.live(shard)).arg(0).arg(-1).arg("WITHSCORES"))
            .map(CallReads::listed);
    }

    /// Live calls of a shard whose last event is not newer than a time, oldest first.
    public Future<List<Listed>> silent(int shard, long notAfter, int limit) {
        return redis.send(Request.cmd(Command.ZRANGE)
            .arg(CallKeys.live(shard))
            .arg("-inf")
            .arg(notAfter)
            .arg("BYSCORE")
            .arg("LIMIT")
            .arg(0)
            .arg(limit)
            .arg("WITHSCORES")).map(CallReads::listed);
    }

    /// Ended calls of a shard that began at or before a time, newest first.
    public Future<List<Listed>> ended(int shard, long notAfter, int limit) {
        return redis.send(Request.cmd(Command.ZRANGE)
            .arg(CallKeys.ended(shard))
            .arg(notAfter)
            .arg("-inf")
            .arg("BYSCORE")
            .arg("REV")
            .arg("LIMIT")
            .arg(0)
            .arg(limit)
            .arg("WITHSCORES")).map(CallReads::listed);
    }

    /// How many calls live.
    public Future<Long> countLive() {
        List<Future<Response>> counts = shards.all()
            .mapToObj(shard -> redis.send(Request.cmd(Command.ZCARD).arg(CallKeys.live(shard))))
            .toList();
        return Future.all(counts).map(_ -> counts.stream().mapToLong(count -> count.result().toLong()).sum());
    }

    /// Takes calls off the lists of ended ones whose keys are long gone.
    public Future<Void> dropForgotten(long beganBefore) {
        List<Future<Response>> drops = shards.all()
            .mapToObj(shard -> redis.send(
                    Request.cmd(Command.ZREMRANGEBYSCORE).arg(CallKeys.ended(shard)).arg("-inf").arg("(" + beganBefore)))
            .toList();
        return Future.all(drops).mapEmpty();
    }

    /// RESP2 answers a flat list, RESP3 pairs.
    private static List<Listed> listed(Response answer) {
        List<Listed> listed = new ArrayList<>();
        boolean pairs = answer.size() > 0 && answer.get(0).type() == ResponseType.MULTI;
        for (int i = 0; i < answer.size(); i += pairs ? 1 : 2) {
            Response id = pairs ? answer.get(i).get(0) : answer.get(i);
            Response score = pairs ? answer.get(i).get(1) : answer.get(i + 1);
            listed.add(new Listed(id.toString(), (long) Double.parseDouble(score.toString())));
        }
        return listed;
    }

    private static Map<String, String> fields(Response hash) {
        if (hash.getKeys().isEmpty()) {
            return CommitScript.fields(hash, 0);
        }
        Map<String, String> fields = new HashMap<>();
        hash.getKeys().forEach(key -> fields.put(key, hash.get(key).toString()));
        return fields;
    }
}
