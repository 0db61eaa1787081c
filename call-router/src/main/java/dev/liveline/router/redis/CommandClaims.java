package dev.liveline.router.redis;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.RoutingEvent.CommandOutcome;
import dev.liveline.events.Shards;
import dev.liveline.router.RouterConfig;
import dev.liveline.router.command.Outcome;
import dev.liveline.router.command.Outcome.Result;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

/// Each command once: the hash `liveline:command:{NN}:<id>` is made before the side effect and holds the outcome after it; the sorted set
/// `liveline:commands:{NN}:open` lists what is not finished or not yet told, by when somebody has to look; the set
/// `liveline:commands:{NN}:of:<call id>` has the ids of a call's, for its erasure.
///
/// A command whose executor died is never executed again: when its deadline is over its outcome is "unknown".
@ApplicationScoped
public class CommandClaims {

    /// What became of a claim.
    public sealed interface Claim {

        /// It is ours: execute.
        record Mine() implements Claim {}

        /// Somebody executes it now.
        record InWork(String fingerprint) implements Claim {}

        /// It was executed. @param told whether its event is on the stream
        record Finished(String fingerprint, Outcome outcome, boolean told) implements Claim {}
    }

    /// A claim that somebody has to look at.
    public record Due(int shard, String commandId) {}

    static final String UNKNOWN = "unknown outcome: whoever executed it stopped half way";

    private static final String CLAIM = """
            if redis.call('HSETNX', KEYS[1], 'state', 'running') == 0 then
              return redis.call('HMGET', KEYS[1], 'state', 'fingerprint', 'result', 'detail', 'told')
            end
            redis.call('HSET', KEYS[1], 'fingerprint', ARGV[4], 'call', ARGV[5], 'kind', ARGV[6], 'by', ARGV[7])
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
            redis.call('SADD', KEYS[3], ARGV[1])
            redis.call('PEXPIRE', KEYS[3], ARGV[3])
            return false
            """;
    /// Deletes every claim of a call: their keys lie in the call's slot, so the script may make them.
    private static final String FORGET = """
            for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
              redis.call('DEL', ARGV[1] .. id)
              redis.call('ZREM', KEYS[2], id)
            end
            return redis.call('DEL', KEYS[1])
            """;
    private static final String FINISH = """
            if redis.call('HGET', KEYS[1], 'state') ~= 'running' then
              return 0
            end
            redis.call('HSET', KEYS[1], 'state', 'finished', 'result', ARGV[3], 'detail', ARGV[4], 'at', ARGV[5])
            redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
            return 1
            """;
    private static final String TOLD = """
            if redis.call('EXISTS', KEYS[1]) == 1 then
              redis.call('HSET', KEYS[1], 'told', '1')
            end
            return redis.call('ZREM', KEYS[2], ARGV[1])
            """;
    /// Takes what is due and puts it off, so that one replica looks after each.
    private static final String DUE = """
            local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 100)
            for _, id in ipairs(due) do
              redis.call('ZADD', KEYS[1], 'XX', ARGV[2], id)
            end
            return due
            """;
    /// Ends a claim whose executor is gone and answers what there is to tell.
    private static final String SETTLE = """
            if redis.call('EXISTS', KEYS[1]) == 0 then
              redis.call('ZREM', KEYS[2], ARGV[1])
              return false
            end
            if redis.call('HGET', KEYS[1], 'state') == 'running' then
              redis.call('HSET', KEYS[1], 'state', 'finished', 'result', 'FAILED', 'detail', ARGV[2], 'at', ARGV[3])
            end
            return redis.call('HMGET', KEYS[1], 'call', 'kind', 'by', 'result', 'detail', 'at')
            """;

    private final BudgetedRedis redis;
    private final Shards shards;
    private final InstantSource clock;
    private final long deadlineMs;
    private final long keptMs;

    public CommandClaims(BudgetedRedis redis, Shards shards, InstantSource clock, RouterConfig config) {
        this.redis = redis;
        this.shards = shards;
        this.clock = clock;
        this.deadlineMs = config.commands().deadline().toMillis();
        this.keptMs = config.commands().kept().toMillis();
    }

    /// @param fingerprint of what was asked, so that one id is not used for two things
    /// @throws RedisOutOfReach if Redis does not answer: then nothing may be executed
    public Claim claim(dev.liveline.events.Command command, String fingerprint) {
        dev.liveline.events.Command.Order order = command.order();
        Response before = Waiting.on(redis.eval(CLAIM, claimKeys(order), order.commandId(),
                clock.millis() + deadlineMs, keptMs, fingerprint, order.callId(), command.kind(), order.by()));
        return before == null ? new Claim.Mine() : read(before);
    }

    /// What is known of a command by its id.
    ///
    /// @throws RedisOutOfReach if Redis does not answer
    public Optional<Claim> find(String callId, String commandId) {
        Response found = Waiting.on(redis.send(io.vertx.redis.client.Request.cmd(io.vertx.redis.client.Command.HMGET)
            .arg(keys(callId, commandId).getFirst())
            .arg("state")
            .arg("fingerprint")
            .arg("result")
            .arg("detail")
            .arg("told")));
        return found == null || found.get(0) == null ? Optional.empty() : Optional.of(read(found));
    }

    /// Records the outcome; if the deadline was faster, that outcome stays.
    ///
    /// @return whether it is the outcome
    public Future<Boolean> finish(String callId, String commandId, Outcome outcome) {
        return redis.eval(FINISH, keys(callId, commandId), commandId, clock.millis() + deadlineMs, outcome.result().name(),
                outcome.detail() == null ? "" : outcome.detail(), clock.millis())
            .map(finished -> finished.toInteger() == 1);
    }

    /// The outcome is on the stream: nobody has to look after it any more.
    public Future<Void> told(String callId, String commandId) {
        return redis.eval(TOLD, keys(callId, commandId), commandId).mapEmpty();
    }

    /// Claims that somebody has to look at: of executors that died, or could not reach the stream.
    ///
    /// @throws RedisOutOfReach if Redis does not answer
    public List<Due> due() {
        long now = clock.millis();
        List<Due> claims = new ArrayList<>();
        shards.all().forEach(shard -> {
            Response due = Waiting.on(redis.eval(DUE, List.of(open(Shards.tag(shard))), now, now + deadlineMs));
            if (due != null) {
                due.forEach(id -> claims.add(new Due(shard, id.toString())));
            }
        });
        return claims;
    }

    /// What there is to tell of a claim; if its executor is gone, that its outcome is unknown.
    ///
    /// @throws RedisOutOfReach if Redis does not answer
    public Optional<CommandOutcome> settle(Due due) {
        String tag = Shards.tag(due.shard());
        Response told = Waiting.on(redis.eval(SETTLE, List.of(key(tag, due.commandId()), open(tag)), due.commandId(), UNKNOWN,
                clock.millis()));
        if (told == null) {
            return Optional.empty();
        }
        return Optional.of(new CommandOutcome(told.get(0).toString(), told.get(5).toLong(), due.commandId(),
                told.get(1).toString(), Result.DONE.name().equals(told.get(3).toString()), told.get(2).toString(),
                detail(told.get(4))));
    }

    private static Claim read(Response stored) {
        String fingerprint = stored.get(1) == null ? "" : stored.get(1).toString();
        if ("running".equals(stored.get(0).toString())) {
            return new Claim.InWork(fingerprint);
        }
        return new Claim.Finished(fingerprint, new Outcome(Result.valueOf(stored.get(2).toString()), detail(stored.get(3))),
                stored.get(4) != null);
    }

    private static @Nullable String detail(@Nullable Response stored) {
        return stored == null || stored.toString().isEmpty() ? null : stored.toString();
    }

    /// The call was erased: nothing of its commands stays, told or not.
    public Future<Void> forget(String callId) {
        String tag = shards.tag(callId);
        return redis.eval(FORGET, List.of(ofCall(tag, callId), open(tag)), key(tag, "")).mapEmpty();
    }

    private List<String> claimKeys(dev.liveline.events.Command.Order order) {
        List<String> keys = new ArrayList<>(keys(order.callId(), order.commandId()));
        keys.add(ofCall(shards.tag(order.callId()), order.callId()));
        return keys;
    }

    private List<String> keys(String callId, String commandId) {
        String tag = shards.tag(callId);
        return List.of(key(tag, commandId), open(tag));
    }

    private static String key(String tag, String commandId) {
        return "liveline:command:" + tag + ":" + commandId;
    }

    private static String ofCall(String tag, String callId) {
        return "liveline:commands:" + tag + ":of:" + callId;
    }

    private static String open(String tag) {
        return "liveline:commands:" + tag + ":open";
    }
}
