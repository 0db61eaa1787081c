package dev.liveline.router.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

/// Calls that Vapi holds ready for a media stream which has not started: `liveline:bridge:<CallSid>:pending` says which call, the sorted set
/// `liveline:bridges:pending` by when the stream is given up. The start of the stream deletes the first
/// ([dev.liveline.router.bridge.BridgeEndings#begin]); whoever takes it before that ends the call, once.
@ApplicationScoped
public class PendingBridges {

    private static final String DEADLINES = "liveline:bridges:pending";
    private static final int TAKEN_AT_ONCE = 100;
    private static final String TAKE = """
            local pending = redis.call('GET', KEYS[1])
            redis.call('DEL', KEYS[1])
            return pending
            """;
    /// Takes what is due and puts it off, so that one replica looks after each.
    private static final String DUE = """
            local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
            for _, id in ipairs(due) do
              redis.call('ZADD', KEYS[1], 'XX', ARGV[2], id)
            end
            return due
            """;

    private final BudgetedRedis redis;

    public PendingBridges(BudgetedRedis redis) {
        this.redis = redis;
    }

    /// @param call  what [#take] answers: opaque here, a secret
    /// @param until when the stream is given up, epoch milliseconds
    /// @param keptMs longer than until then
    public Future<Void> expect(String callSid, String call, long until, long keptMs) {
        return redis.send(Request.cmd(Command.SET).arg(key(callSid)).arg(call).arg("PX").arg(keptMs))
            .compose(_ -> redis.send(Request.cmd(Command.ZADD).arg(DEADLINES).arg(until).arg(callSid)))
            .mapEmpty();
    }

    /// The call that waits for a leg's stream; empty if it has started, or somebody took it before.
    ///
    /// @throws RedisOutOfReach if Redis does not answer
    public Optional<String> take(String callSid) {
        Response call = Waiting.on(redis.eval(TAKE, List.of(key(callSid))));
        return Optional.ofNullable(call).map(Response::toString);
    }

    /// Legs whose stream is given up, or has started meanwhile.
    ///
    /// @throws RedisOutOfReach if Redis does not answer
    public List<String> due(long now, long again) {
        Response due = Waiting.on(redis.eval(DUE, List.of(DEADLINES), now, again, TAKEN_AT_ONCE));
        List<String> callSids = new ArrayList<>();
        if (due != null) {
            due.forEach(callSid -> callSids.add(callSid.toString()));
        }
        return callSids;
    }

    /// There is nothing to wait for any more.
    public void settled(String callSid) {
        Waiting.on(redis.send(Request.cmd(Command.ZREM).arg(DEADLINES).arg(callSid)));
    }

    private static String key(String callSid) {
        return "liveline:bridge:" + callSid + ":pending";
    }
}
