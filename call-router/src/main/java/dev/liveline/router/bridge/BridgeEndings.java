package dev.liveline.router.bridge;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import dev.liveline.router.redis.BudgetedRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;

/// How whoever answers Twilio's request after the stream (the `action` of the `<Connect>`) learns how the bridge ended:
/// `liveline:bridge:<CallSid>:ending`, written before Twilio's socket is closed.
@ApplicationScoped
public class BridgeEndings {

    private static final Duration KEPT = Duration.ofMinutes(10);

    private final BudgetedRedis redis;

    public BridgeEndings(BudgetedRedis redis) {
        this.redis = redis;
    }

    public Future<Void> tell(String callSid, BridgeEnding ending) {
        return redis
            .send(Request.cmd(Command.SET).arg(key(callSid)).arg(ending.word()).arg("PX").arg(KEPT.toMillis()))
            .mapEmpty();
    }

    /// Empty if nobody told: the replica that bridged the call is gone, and the caller is owed the fallback.
    public Future<Optional<BridgeEnding>> of(String callSid) {
        return redis.send(Request.cmd(Command.GET).arg(key(callSid)))
            .map(word -> word == null
                    ? Optional.empty()
                    : Arrays.stream(BridgeEnding.values()).filter(e -> e.word().equals(word.toString())).findFirst());
    }

    /// A bridge begins: what an earlier one of the same leg told is out of date.
    public Future<Void> forget(String callSid) {
        return redis.send(Request.cmd(Command.DEL).arg(key(callSid))).mapEmpty();
    }

    private static String key(String callSid) {
        return "liveline:bridge:" + callSid + ":ending";
    }
}
