package dev.liveline.edge.webhook;

import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// Remembers spent signatures for all replicas, for as long as their timestamps would be accepted.
///
/// A service whose handling ends in a commit of its own does better to spend signatures inside that commit: one round trip, and a signature
/// is spent exactly when its message took effect.
public final class ReplayGuard {

    private final Redis redis;
    private final Duration remember;

    /// @param tolerance of [WebhookConfig#tolerance]
    public ReplayGuard(Redis redis, Duration tolerance) {
        this.redis = redis;
        this.remember = tolerance.multipliedBy(2).plusMinutes(1);
    }

    private static String key(SpentSignature signature) {
        return "liveline:webhook:spent:" + signature.digest();
    }

    /// How long a spent signature is remembered, and all of one minute together: from the first that is early until the last is stale.
    public Duration remember() {
        return remember;
    }

    /// Fails if Redis cannot be asked: the caller answers 503, not 200.
    public Future<Boolean> isSpent(SpentSignature signature) {
        return redis.send(Request.cmd(Command.EXISTS).arg(key(signature))).map(found -> found.toInteger() == 1);
    }

    /// @return whether this call spent it; false if another replica was faster
    public Future<Boolean> spend(SpentSignature signature) {
        return redis
            .send(Request.cmd(Command.SET).arg(key(signature)).arg("1").arg("NX").arg("PX").arg(remember.toMillis()))
            .map(set -> set != null);
    }
}
