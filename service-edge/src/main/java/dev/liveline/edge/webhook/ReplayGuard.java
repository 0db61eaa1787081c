package dev.liveline.edge.webhook;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallKeys;
import dev.liveline.events.Shards;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// Remembers spent signatures for all services and replicas, for as long as their timestamps would be accepted.
///
/// A service whose handling ends in a commit of its own does better to spend signatures inside that commit, in the same sets: one round trip,
/// and a signature is spent exactly when its message took effect.
public final class ReplayGuard {

    /// KEYS: 1 set; ARGV: 1 number, 2 milliseconds. A set lives from its first number on.
    private static final String SPEND = """
            local fresh = redis.call('SADD', KEYS[1], ARGV[1])
            if redis.call('SCARD', KEYS[1]) == 1 then
              redis.call('PEXPIRE', KEYS[1], ARGV[2])
            end
            return fresh""";

    private final Redis redis;
    private final Shards shards;
    private final Duration remember;

    /// @param tolerance of [WebhookConfig#tolerance]
    public ReplayGuard(Redis redis, Shards shards, Duration tolerance) {
        this.redis = redis;
        this.shards = shards;
        this.remember = tolerance.multipliedBy(2).plusMinutes(1);
    }

    /// The set that remembers a signature: it lies beside the call its message is about, so that a commit of the call can spend it.
    ///
    /// @param callId null, or no call id, if it is about none
    public String set(SpentSignature signature, @Nullable String callId) {
        return signature.set(callId != null && CallKeys.isCallId(callId) ? shards.tag(callId) : Shards.tag(0));
    }

    /// How long a spent signature is remembered, and all of one minute together: from the first that is early until the last is stale.
    public Duration remember() {
        return remember;
    }

    /// Fails if Redis cannot be asked.
    public Future<Boolean> isSpent(SpentSignature signature, @Nullable String callId) {
        return redis.send(Request.cmd(Command.SISMEMBER).arg(set(signature, callId)).arg(signature.number()))
            .map(found -> found.toInteger() == 1);
    }

    /// @return whether this call spent it; false if another was faster
    public Future<Boolean> spend(SpentSignature signature, @Nullable String callId) {
        return redis
            .send(Request.cmd(Command.EVAL)
                .arg(SPEND)
                .arg(1)
                .arg(set(signature, callId))
                .arg(signature.number())
                .arg(remember.toMillis()))
            .map(fresh -> fresh.toInteger() == 1);
    }
}
