package dev.liveline.transcript.redis;

import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// The team of a dialled number, by call-router's number table (`liveline:number:<e164>`, a route as JSON with a `team`): for calls that Vapi
/// tells of before, or without, call-router. Kept for half a minute.
@Singleton
public final class NumberTeams {

    private static final int KEPT = 2_000;
    private static final long FRESH_MS = 30_000;

    private record Known(Future<@Nullable String> team, long at) {}

    private final Redis redis;
    private final InstantSource clock;
    private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > KEPT;
        }
    });

    NumberTeams(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /// Null for a number without a team. Never fails: what Redis does not tell is not known.
    public Future<@Nullable String> of(String number) {
        long now = clock.millis();
        Known found = known.get(number);
        if (found != null && now - found.at() < FRESH_MS && !found.team().failed()) {
            return found.team();
        }
        Future<@Nullable String> asked = redis.send(Request.cmd(Command.GET).arg("liveline:number:" + number))
            .map(route -> route == null ? null : team(route.toString()))
            .otherwise((String) null);
        known.put(number, new Known(asked, now));
        return asked;
    }

    private static @Nullable String team(String route) {
        try {
            return new JsonObject(route).getValue("team") instanceof String team && !team.isBlank() ? team : null;
        } catch (DecodeException other) {
            return null;
        }
    }
}
