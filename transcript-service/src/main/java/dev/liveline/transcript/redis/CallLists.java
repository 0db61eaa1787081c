package dev.liveline.transcript.redis;

import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Singleton;

import dev.liveline.events.CallKeys;
import dev.liveline.events.Shards;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;

/// The lists of live and of ended calls of each shard. A list may name calls whose keys are gone; it never lacks one whose keys are there.
@Singleton
public final class CallLists {

    /// An id and its score in a shard's list.
    public record Listed(String callId, long score) {}

    private static final String DROP_IF_GONE = CommitScript.source("drop-if-gone.lua");

    private final Redis redis;
    private final Shards shards;

    CallLists(Redis redis, Shards shards) {
        this.redis = redis;
        this.shards = shards;
    }

    /// All ids of live calls of a shard, unordered.
    public Future<List<Listed>> live(int shard) {
        return redis.send(Request.cmd(Command.ZRANGE).arg(CallKeys.live(shard)).arg(0).arg(-1).arg("WITHSCORES"))
            .map(CallLists::listed);
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
            .arg("WITHSCORES")).map(CallLists::listed);
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
            .arg("WITHSCORES")).map(CallLists::listed);
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

    /// Takes a call off the list of live ones if there are no keys of it any more: they expired while nobody looked.
    public Future<Void> dropIfGone(String callId) {
        CallKeys keys = CallKeys.of(shards, callId);
        return redis
            .send(Request.cmd(Command.EVAL).arg(DROP_IF_GONE).arg(2).arg(keys.call()).arg(keys.live()).arg(callId))
            .mapEmpty();
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
}
