package dev.liveline.router.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;

import dev.liveline.router.RouterConfig;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

/// Callers' legs by CallSid, in the hash `liveline:leg:<CallSid>`, and the newest of this replica in memory for when Redis is away. Beside the
/// facts it holds the highest SequenceNumber seen of a leg's status callbacks, and whether its end was told.
@ApplicationScoped
public class LegRegister {

    private static final Logger LOG = Logger.getLogger(LegRegister.class);
    private static final int KEPT_HERE = 10_000;

    /// Keeps fields for their time. In one step: Redis may take a command when nobody waits for it any more to send the next.
    private static final String REMEMBER = """
            redis.call('HSET', KEYS[1], unpack(ARGV, 2))
            return redis.call('PEXPIRE', KEYS[1], ARGV[1])
            """;
    /// Whether a sequence number is newer than any before; remembers it.
    private static final String NEWER = """
            local last = tonumber(redis.call('HGET', KEYS[1], 'sequence') or '-1')
            if tonumber(ARGV[1]) <= last then
              return 0
            end
            redis.call('HSET', KEYS[1], 'sequence', ARGV[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return 1
            """;
    /// Whether a fact of the leg is told for the first time.
    private static final String FIRST = """
            local first = redis.call('HSETNX', KEYS[1], ARGV[1], '1')
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return first
            """;

    private final BudgetedRedis redis;
    private final long keptMs;
    private final Map<String, CallerLeg> here = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CallerLeg> eldest) {
            return size() > KEPT_HERE;
        }
    });

    public LegRegister(BudgetedRedis redis, RouterConfig config) {
        this.redis = redis;
        this.keptMs = config.routing().legsKept().toMillis();
    }

    /// Nobody waits for Redis here: this replica knows the leg at once, the others a moment later.
    public void remember(CallerLeg leg) {
        here.put(leg.callSid(), leg);
        List<Object> fields = new ArrayList<>(
                List.of(keptMs, "callId", leg.callId(), "number", leg.number(), "route", leg.route()));
        if (leg.from() != null) {
            fields.addAll(List.of("from", leg.from()));
        }
        if (leg.team() != null) {
            fields.addAll(List.of("team", leg.team()));
        }
        redis.eval(REMEMBER, List.of(key(leg.callSid())), fields.toArray())
            .onFailure(failure -> LOG.debugf("leg not remembered: %s", failure.toString()));
    }

    /// The call was erased.
    public Future<Void> forget(String callSid) {
        here.remove(callSid);
        return redis.send(Request.cmd(Command.DEL).arg(key(callSid))).mapEmpty();
    }

    /// Empty if nobody remembers it.
    public Optional<CallerLeg> find(String callSid) {
        CallerLeg known = here.get(callSid);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Response found = Waiting.on(redis.send(Request.cmd(Command.HMGET)
                .arg(key(callSid))
                .arg("callId")
                .arg("number")
                .arg("from")
                .arg("team")
                .arg("route")));
            if (found == null || found.get(0) == null || found.get(1) == null || found.get(4) == null) {
                return Optional.empty();
            }
            return Optional.of(new CallerLeg(callSid, found.get(0).toString(), found.get(1).toString(),
                    found.get(2) == null ? null : found.get(2).toString(),
                    found.get(3) == null ? null : found.get(3).toString(),
                    found.get(4).toString()));
        } catch (RedisOutOfReach away) {
            return Optional.empty();
        }
    }

    /// Whether a status callback is newer than all before it. While Redis is away everything is: readers of the event order by the number.
    public boolean isNewer(String callSid, long sequence) {
        try {
            return Waiting.on(redis.eval(NEWER, List.of(key(callSid)), sequence, keptMs)).toInteger() == 1;
        } catch (RedisOutOfReach away) {
            return true;
        }
    }

    /// Whether a fact, such as `over`, is told of the leg for the first time. While Redis is away it always is.
    public boolean isFirst(String callSid, String fact) {
        try {
            return Waiting.on(redis.eval(FIRST, List.of(key(callSid)), fact, keptMs)).toInteger() == 1;
        } catch (RedisOutOfReach away) {
            return true;
        }
    }

    private static String key(String callSid) {
        return "liveline:leg:" + callSid;
    }
}
