package dev.liveline.router.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.router.RouterConfig;
import dev.liveline.router.routing.Fallback;
import dev.liveline.router.routing.NumberRoute;
import dev.liveline.router.routing.RouteMode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import jakarta.enterprise.event.Observes;

/// The number table: `liveline:number:<e164>` holds a route as JSON, the set `liveline:numbers` lists the numbers. Every replica keeps the
/// whole table as it last saw it, so that routing goes on while Redis is away.
@Singleton
public final class NumberTable {

    private static final Logger LOG = Logger.getLogger(NumberTable.class);
    private static final String INDEX = "liveline:numbers";
    /// Numbers fetched side by side in a refresh.
    private static final int CHUNK = 64;

    private final BudgetedRedis redis;
    private final long refreshMs;
    private final Map<String, NumberRoute> lastKnown = new ConcurrentHashMap<>();
    /// What this replica wrote since it began to read the table: newer than what is read.
    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private volatile boolean seen;
    private volatile boolean running;

    public NumberTable(BudgetedRedis redis, RouterConfig config, MeterRegistry metrics) {
        this.redis = redis;
        this.refreshMs = config.routing().tableRefresh().toMillis();
        Gauge.builder("liveline_router_numbers", this, table -> table.lastKnown.size())
            .description("Numbers in the table as this replica last saw it")
            .register(metrics);
    }

    /// The route of a number: from Redis, or as last known if Redis does not answer.
    public Optional<NumberRoute> find(String number) {
        NumberRoute before = lastKnown.get(number);
        try {
            Response found = Waiting.on(redis.send(Request.cmd(Command.GET).arg(key(number))));
            Optional<NumberRoute> route = Optional.ofNullable(found).flatMap(stored -> readable(number, stored.toString()));
            // Somebody who changed it meanwhile knows better.
            lastKnown.compute(number, (_, known) -> Objects.equals(known, before) ? route.orElse(null) : known);
            return route;
        } catch (RedisOutOfReach away) {
            return Optional.ofNullable(lastKnown.get(number));
        }
    }

    /// The route of a number as last known, without asking.
    public Optional<NumberRoute> known(String number) {
        return Optional.ofNullable(lastKnown.get(number));
    }

    /// All routes as last known.
    public Collection<NumberRoute> known() {
        return lastKnown.values();
    }

    /// Whether this replica has ever seen the table.
    public boolean seen() {
        return seen;
    }

    /// All routes, by number.
    ///
    /// @throws RedisOutOfReach if Redis does not answer
    public List<NumberRoute> all() {
        return List.copyOf(Waiting.on(fetch()).values());
    }

    /// @throws RedisOutOfReach if Redis did not take it
    public void put(NumberRoute route) {
        Waiting.on(redis.send(Request.cmd(Command.SET).arg(key(route.number())).arg(write(route)))
            .compose(_ -> redis.send(Request.cmd(Command.SADD).arg(INDEX).arg(route.number()))));
        wrote(route.number(), route);
    }

    /// @return whether it was there
    /// @throws RedisOutOfReach if Redis did not take it
    public boolean remove(String number) {
        Response removed = Waiting.on(redis.send(Request.cmd(Command.SREM).arg(INDEX).arg(number))
            .compose(_ -> redis.send(Request.cmd(Command.DEL).arg(key(number)))));
        wrote(number, null);
        return removed != null && removed.toInteger() == 1;
    }

    private void wrote(String number, @Nullable NumberRoute route) {
        lastKnown.compute(number, (_, _) -> {
            written.add(number);
            return route;
        });
    }

    void start(@Observes StartupEvent start) {
        running = true;
        refresh();
    }

    void stop(@Observes ShutdownEvent stop) {
        running = false;
    }

    private void refresh() {
        if (!running) {
            return;
        }
        written.clear();
        fetch().onComplete(fetched -> {
            if (fetched.succeeded()) {
                keep(fetched.result());
                if (!seen) {
                    seen = true;
                    LOG.infof("the number table has %d numbers", lastKnown.size());
                }
            } else {
                LOG.debugf("the number table was not read: %s", fetched.cause().toString());
            }
            redis.vertx().setTimer(seen ? refreshMs : Math.min(refreshMs, 1_000), _ -> refresh());
        });
    }

    private void keep(Map<String, NumberRoute> read) {
        Set<String> numbers = new HashSet<>(lastKnown.keySet());
        numbers.addAll(read.keySet());
        numbers.forEach(number -> lastKnown.compute(number,
                (_, known) -> written.contains(number) ? known : read.get(number)));
    }

    private Future<Map<String, NumberRoute>> fetch() {
        return redis.send(Request.cmd(Command.SMEMBERS).arg(INDEX)).compose(members -> {
            List<String> numbers = members == null ? List.of() : stream(members).sorted().toList();
            return fetch(numbers, 0, new TreeMap<>());
        });
    }

    /// One GET a number: in a cluster they lie in different slots. A chunk goes out at once and is pipelined by the client.
    private Future<Map<String, NumberRoute>> fetch(List<String> numbers, int from, Map<String, NumberRoute> found) {
        if (from >= numbers.size()) {
            return Future.succeededFuture(found);
        }
        List<String> chunk = numbers.subList(from, Math.min(numbers.size(), from + CHUNK));
        List<Future<@Nullable Response>> gets = new ArrayList<>();
        chunk.forEach(number -> gets.add(redis.send(Request.cmd(Command.GET).arg(key(number)))));
        return Future.all(gets).compose(_ -> {
            for (int i = 0; i < chunk.size(); i++) {
                Response stored = gets.get(i).result();
                if (stored != null) {
                    readable(chunk.get(i), stored.toString()).ifPresent(route -> found.put(route.number(), route));
                }
            }
            return fetch(numbers, from + CHUNK, found);
        });
    }

    /// A route that cannot be read is as good as none: the number's callers get the default fallback.
    private static Optional<NumberRoute> readable(String number, String stored) {
        try {
            return Optional.of(read(number, stored));
        } catch (RuntimeException unreadable) {
            LOG.errorf("the stored route of a number is unreadable (%s); its callers get the default fallback",
                    unreadable.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static Stream<String> stream(Response members) {
        return members.stream().map(Response::toString);
    }

    private static String key(String number) {
        return "liveline:number:" + number;
    }

    private static String write(NumberRoute route) {
        JsonObject fallback = new JsonObject().put("dial", new JsonArray(route.fallback().dial()))
            .put("voicemail", route.fallback().voicemail());
        put(fallback, "enqueue", route.fallback().enqueue());
        put(fallback, "say", route.fallback().say());
        JsonObject json = new JsonObject().put("mode", route.mode().wire());
        put(json, "assistantId", route.assistantId());
        put(json, "sipUri", route.sipUri());
        put(json, "phoneNumberId", route.phoneNumberId());
        put(json, "team", route.team());
        return json.put("fallback", fallback).encode();
    }

    private static void put(JsonObject json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static NumberRoute read(String number, String stored) {
        JsonObject json = new JsonObject(stored);
        JsonObject fallback = json.getJsonObject("fallback");
        List<String> dial = fallback.getJsonArray("dial").stream().map(String.class::cast).toList();
        return new NumberRoute(number, RouteMode.of(json.getString("mode")), json.getString("assistantId"),
                json.getString("sipUri"), json.getString("phoneNumberId"), json.getString("team"),
                new Fallback(dial, fallback.getString("enqueue"), fallback.getBoolean("voicemail"),
                        fallback.getString("say")));
    }
}
