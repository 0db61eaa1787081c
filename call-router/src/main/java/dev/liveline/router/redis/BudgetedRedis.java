package dev.liveline.router.redis;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.router.RouterConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;

/// Redis with a time limit, for work a caller waits for. A command that is not answered within `liveline.routing.redis-budget` fails; for
/// `liveline.routing.redis-pause` after that every command fails at once, so that one caller pays the budget once and not at every step.
@ApplicationScoped
public class BudgetedRedis {

    private static final Logger LOG = Logger.getLogger(BudgetedRedis.class);
    /// What the client fails commands with that were under way when a connection broke.
    private static final String CONNECTION_CLOSED = "CONNECTION_CLOSED";

    private final Vertx vertx;
    private final Redis redis;
    private final long budgetMs;
    private final long pauseNanos;
    private final Counter failures;

    private volatile long awayUntil = System.nanoTime();

    public BudgetedRedis(Vertx vertx, Redis redis, RouterConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.redis = redis;
        this.budgetMs = config.routing().redisBudget().toMillis();
        this.pauseNanos = config.routing().redisPause().toNanos();
        this.failures = Counter.builder("liveline_router_redis_failures")
            .description("Commands Redis did not answer in time or at all")
            .register(metrics);
    }

    /// Fails with [RedisOutOfReach] if Redis does not answer in time or refuses the command, and with nothing else.
    public Future<@Nullable Response> send(Request request) {
        if (System.nanoTime() - awayUntil < 0) {
            return Future.failedFuture(new RedisOutOfReach("Redis did not answer a moment ago"));
        }
        return redis.send(request).timeout(budgetMs, TimeUnit.MILLISECONDS).recover(this::away);
    }

    /// Runs a script by its text; `keys` must lie in one slot.
    public Future<@Nullable Response> eval(String script, List<String> keys, Object... args) {
        Request eval = Request.cmd(Command.EVAL).arg(script).arg(keys.size());
        keys.forEach(eval::arg);
        for (Object arg : args) {
            eval.arg(String.valueOf(arg));
        }
        return send(eval);
    }

    /// For timers beside the commands, on the same event loops.
    Vertx vertx() {
        return vertx;
    }

    private Future<@Nullable Response> away(Throwable failure) {
        failures.increment();
        if (failure instanceof ErrorType answer && !answer.is(CONNECTION_CLOSED)) {
            // Redis is there and will not: a script of ours, or a state such as READONLY and OOM. Only this command goes without.
            LOG.errorf("Redis refused a command: %s", answer.getMessage());
        } else {
            awayUntil = System.nanoTime() + pauseNanos;
        }
        return Future.failedFuture(new RedisOutOfReach("Redis did not answer", failure));
    }
}
