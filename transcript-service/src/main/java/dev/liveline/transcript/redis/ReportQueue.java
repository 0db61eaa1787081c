package dev.liveline.transcript.redis;

import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Singleton;

import dev.liveline.events.Shards;
import dev.liveline.events.Streams;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// Reports of ended calls that are still to be delivered: a sorted set a shard, scored by when the next attempt is due. The commit that ends a
/// call puts them there, so that no end goes unreported; a replica that takes one only borrows it.
@Singleton
public final class ReportQueue {

    /// More receivers than anybody configures.
    public static final int MOST_RECEIVERS = 16;
    private static final String CLAIM = CommitScript.source("claim.lua");
    private static final int DEAD_KEPT = 10_000;

    /// @param receiver index into the configured receivers
    public record Due(int shard, int receiver, String callId) {

        private String member() {
            return ReportQueue.member(receiver, callId);
        }
    }

    private final Redis redis;

    ReportQueue(Redis redis) {
        this.redis = redis;
    }

    static String member(int receiver, String callId) {
        return receiver + "|" + callId;
    }

    static String due(int shard) {
        return "liveline:reports:" + Shards.tag(shard);
    }

    static String attempts(int shard) {
        return due(shard) + ":attempts";
    }

    /// The reports that were given up, with the reason.
    static String dead(int shard) {
        return Streams.deadLetters(due(shard));
    }

    /// Borrows reports that are due.
    public Future<List<Due>> take(int shard, long now, long until, int most) {
        return redis.send(Request.cmd(Command.EVAL).arg(CLAIM).arg(1).arg(due(shard)).arg(now).arg(until).arg(most))
            .map(members -> {
                List<Due> taken = new ArrayList<>();
                for (Response member : members) {
                    String text = member.toString();
                    int bar = text.indexOf('|');
                    taken.add(new Due(shard, Integer.parseInt(text, 0, bar, 10), text.substring(bar + 1)));
                }
                return taken;
            });
    }

    /// It was delivered, or its call is gone.
    public Future<Void> done(Due report) {
        return redis.send(Request.cmd(Command.ZREM).arg(due(report.shard())).arg(report.member()))
            .compose(_ -> redis.send(Request.cmd(Command.HDEL).arg(attempts(report.shard())).arg(report.member())))
            .mapEmpty();
    }

    /// An attempt failed.
    ///
    /// @return how many did by now
    public Future<Integer> failed(Due report) {
        return redis.send(Request.cmd(Command.HINCRBY).arg(attempts(report.shard())).arg(report.member()).arg(1))
            .map(Response::toInteger);
    }

    public Future<Void> again(Due report, long at) {
        return redis.send(Request.cmd(Command.ZADD).arg(due(report.shard())).arg("XX").arg(at).arg(report.member())).mapEmpty();
    }

    /// First written there, then taken off here: a crash between leaves it twice, never nowhere.
    public Future<Void> giveUp(Due report, String reason) {
        return redis.send(Request.cmd(Command.XADD)
            .arg(dead(report.shard()))
            .arg("MAXLEN")
            .arg("~")
            .arg(DEAD_KEPT)
            .arg("*")
            .arg("call")
            .arg(report.callId())
            .arg("receiver")
            .arg(report.receiver())
            .arg("reason")
            .arg(reason)).compose(_ -> done(report));
    }
}
