package dev.liveline.router.redis;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.jboss.logging.Logger;

import dev.liveline.router.RouterConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

/// The slots of Vapi's concurrency limit, over all replicas: the sorted set `liveline:vapi:slots` of holders, scored by when their lease
/// runs out (epoch milliseconds). A holder is a CallSid, Vapi's call id, or `out:<uuid>` for an outbound call that Vapi has not named yet.
///
/// A lease that ran out does not free the slot by itself: the reconciler asks whether the call is over and either frees or extends it.
/// While Redis is away a replica gives out its share of what it last knew to be free, and tells Redis afterwards.
@ApplicationScoped
public class Admission {

    /// What Vapi may hold and does.
    public record Capacity(int limit, int active) {

        public int free() {
            return Math.max(0, limit - active);
        }
    }

    /// Whether a call may go to Vapi.
    public enum Entry {
        ENTERED,
        /// All slots are taken.
        FULL,
        /// Redis is away and this replica's share is used up.
        UNCOUNTED
    }

    private static final Logger LOG = Logger.getLogger(Admission.class);
    private static final String SLOTS = "liveline:vapi:slots";

    /// Entering twice is entering once. Answers {entered, active}.
    private static final String ENTER = """
            if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
              return {1, redis.call('ZCARD', KEYS[1])}
            end
            local active = redis.call('ZCARD', KEYS[1])
            if active >= tonumber(ARGV[3]) then
              return {0, active}
            end
            redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
            return {1, active + 1}
            """;
    /// A holder that left meanwhile does not come back under its new name.
    private static final String RENAME = """
            if redis.call('ZREM', KEYS[1], ARGV[1]) == 1 then
              redis.call('ZADD', KEYS[1], ARGV[3], ARGV[2])
              return 1
            end
            return 0
            """;
    /// Takes the overdue holders and extends them, so that one replica asks about each.
    private static final String OVERDUE = """
            local overdue = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
            for _, holder in ipairs(overdue) do
              redis.call('ZADD', KEYS[1], 'XX', ARGV[2], holder)
            end
            return overdue
            """;

    private final BudgetedRedis redis;
    private final InstantSource clock;
    private final int limit;
    private final long leaseMs;
    private final double outageShare;
    private final Counter full;

    /// Holders let in while Redis was away, until Redis knows them.
    private final Set<String> uncounted = new HashSet<>();
    private final AtomicInteger lastActive = new AtomicInteger();

    public Admission(BudgetedRedis redis, InstantSource clock, RouterConfig config, MeterRegistry metrics) {
        this.redis = redis;
        this.clock = clock;
        this.limit = config.vapi().maxConcurrentCalls();
        this.leaseMs = config.vapi().slotLease().toMillis();
        this.outageShare = config.vapi().outageShare();
        Gauge.builder("liveline_router_slots_active", lastActive, AtomicInteger::get)
            .description("Vapi slots in use, as last seen")
            .register(metrics);
        Gauge.builder("liveline_router_slots_limit", config, settings -> settings.vapi().maxConcurrentCalls())
            .description("Vapi slots there are")
            .register(metrics);
        this.full = Counter.builder("liveline_router_slots_refused")
            .description("Calls that found no free slot")
            .register(metrics);
    }

    /// Takes a slot; a holder that has one keeps it.
    public Entry enter(String holder) {
        try {
            Response answer = Waiting
                .on(redis.eval(ENTER, List.of(SLOTS), holder, clock.millis() + leaseMs, Math.max(0, limit - uncountedHolders())));
            lastActive.set(answer.get(1).toInteger());
            if (answer.get(0).toInteger() == 1) {
                return Entry.ENTERED;
            }
            full.increment();
            return Entry.FULL;
        } catch (RedisOutOfReach away) {
            return enterUncounted(holder);
        }
    }

    /// The holder is known by another name from now on. Quietly does nothing while Redis is away: the reconciler finds out by the old name.
    public void rename(String holder, String name) {
        synchronized (uncounted) {
            if (uncounted.remove(holder)) {
                uncounted.add(name);
            }
        }
        redis.eval(RENAME, List.of(SLOTS), holder, name, clock.millis() + leaseMs)
            .onFailure(failure -> LOG.debugf("slot not renamed: %s", failure.toString()));
    }

    /// Frees the slot, if the holder has one.
    public Future<Void> leave(String holder) {
        synchronized (uncounted) {
            uncounted.remove(holder);
        }
        return redis.send(Request.cmd(Command.ZREM).arg(SLOTS).arg(holder)).onSuccess(removed -> {
            if (removed != null && removed.toInteger() == 1) {
                lastActive.updateAndGet(active -> Math.max(0, active - 1));
            }
        }).onFailure(failure -> LOG.debugf("slot not freed, left to the reconciler: %s", failure.toString())).mapEmpty();
    }

    /// @throws RedisOutOfReach if Redis does not answer
    public Capacity capacity() {
        Response active = Waiting.on(redis.send(Request.cmd(Command.ZCARD).arg(SLOTS)));
        lastActive.set(active == null ? 0 : active.toInteger());
        return new Capacity(limit, lastActive.get());
    }

    /// Holders whose lease ran out; each is handed to one replica once a lease.
    ///
    /// @throws RedisOutOfReach if Redis does not answer
    public List<String> overdue() {
        tellUncounted();
        long now = clock.millis();
        Response overdue = Waiting.on(redis.eval(OVERDUE, List.of(SLOTS), now, now + leaseMs, 100));
        List<String> holders = new ArrayList<>();
        if (overdue != null) {
            overdue.forEach(holder -> holders.add(holder.toString()));
        }
        return holders;
    }

    private int uncountedHolders() {
        synchronized (uncounted) {
            return uncounted.size();
        }
    }

    private Entry enterUncounted(String holder) {
        synchronized (uncounted) {
            if (uncounted.contains(holder)) {
                return Entry.ENTERED;
            }
            int share = (int) Math.floor(Math.max(0, limit - lastActive.get()) * outageShare);
            if (uncounted.size() >= share) {
                full.increment();
                return Entry.UNCOUNTED;
            }
            uncounted.add(holder);
            return Entry.ENTERED;
        }
    }

    /// These calls are at Vapi already: they are counted even if that goes over the limit.
    private void tellUncounted() {
        List<String> holders;
        synchronized (uncounted) {
            holders = List.copyOf(uncounted);
        }
        for (String holder : holders) {
            Waiting.on(redis.send(Request.cmd(Command.ZADD).arg(SLOTS).arg("NX").arg(clock.millis() + leaseMs).arg(holder)));
            synchronized (uncounted) {
                uncounted.remove(holder);
            }
        }
    }
}
