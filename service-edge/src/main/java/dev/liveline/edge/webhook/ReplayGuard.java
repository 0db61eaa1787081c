package dev.liveline.edge.webhook;

import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// Remembers spent signatures for all replicas, for as long as their timestamps would be accepted.
///
/// A service whose handling ends in a commit of its own does better to test and set [#key] inside that commit: one round trip, and a
/// signature is spent exactly when its message took effect.
public final class ReplayGuard {

    private final Redis redis;
    private final Duration remember;

    /// @param tolerance of [WebhookConfig#tolerance]
    public ReplayGuard(Redis redis, Duration tolerance) {
        this.redis = redis;
        this.remember = tolerance.multipliedBy(2);
    }

    /// The key of a spent signature.
    ///
    /// @param tag the hash tag of a shard where the key must lie beside others, such as `{07}`, or an empty string
    public static String key(String tag, String replayKey) {
        return "liveline:webhook:" + tag + "spent:" + replayKey;
    }

    /// How long a spent signature is remembered.
    public Duration remember() {
        return remember;
    }

    /// Fails if Redis cannot be asked: the caller answers 503, not 200.
    public Future<Boolean> isSpent(String replayKey) {
        return redis.send(Request.cmd(Command.EXISTS).arg(key("", replayKey))).map(found -> found.toInteger() == 1);
    }

    /// @return whether this call spent it; false if another replica was faster
    public Future<Boolean> spend(String replayKey) {
        return redis
            .send(Request.cmd(Command.SET).arg(key("", replayKey)).arg("1").arg("NX").arg("PX").arg(remember.toMillis()))
            .map(set -> set != null);
    }
}
