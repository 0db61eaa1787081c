package dev.liveline.router.redis;

import java.util.function.Supplier;

import org.jboss.logging.Logger;

import dev.liveline.router.RouterConfig;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

/// Requests with an `Idempotency-Key` whose effect is outside of Redis: `liveline:request:<name>` is claimed before the work and holds its result
/// after it. Work that fails gives its claim back, so that the request can be made again; work whose replica died does not.
@ApplicationScoped
public class Requests {

    /// The same request is being executed, or was by a replica that died in it.
    public static final class InWork extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// The key was used for another request.
    public static final class Other extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final Logger LOG = Logger.getLogger(Requests.class);
    private static final char END_OF_FINGERPRINT = '|';

    private final BudgetedRedis redis;
    private final long keptMs;

    public Requests(BudgetedRedis redis, RouterConfig config) {

        this.redis = redis;
        this.keptMs = config.commands().kept().toMillis();
    }

    /// @param fingerprint of the request, without `|`
    /// @throws RedisOutOfReach if it could not be claimed: nothing was done
    public String once(String name, String fingerprint, Supplier<String> work) {
        String claim = fingerprint + END_OF_FINGERPRINT;
        Response claimed = Waiting.on(redis
            .send(Request.cmd(Command.SET).arg(key(name)).arg(claim).arg("NX").arg("PX").arg(keptMs)));
        if (claimed == null) {
            return before(name, claim);
        }
        String result;
        try {
            result = work.get();
        } catch (RuntimeException failure) {
            redis.send(Request.cmd(Command.DEL).arg(key(name))).onFailure(kept -> LOG.warn("a failed request keeps its claim"));
            throw failure;
        }
        redis.send(Request.cmd(Command.SET).arg(key(name)).arg(claim + result).arg("PX").arg(keptMs))
            .onFailure(lost -> LOG.warn("the result of a request was not kept"));
        return result;
    }

    private String before(String name, String claim) {
        Response before = Waiting.on(redis.send(Request.cmd(Command.GET).arg(key(name))));
        if (before == null || before.toString().equals(claim)) {
            throw new InWork();
        }
        if (!before.toString().startsWith(claim)) {
            throw new Other();
        }
        return before.toString().substring(claim.length());
    }

    private static String key(String name) {
        return "liveline:request:" + name;
    }
}
