package dev.liveline.transcript.redis;

import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/// The team of a dialled number, by call-router's number table (`liveline:number:<e164>`, a route as JSON with a `team`): for calls that Vapi
/// tells of before, or without, call-router. Asked for again after half a minute; while Redis does not answer, what was last known counts.
@Singleton
public final class NumberTeams {

    private static final int KEPT = 2_000;
    private static final long FRESH_MS = 30_000;
    private static final long ANSWER_WITHIN_MS = 500;

    /// @param asked who asks at the same time gets the same answer
    private record Known(Future<@Nullable String> asked, long at) {}

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

    /// Null for a number without a team. Never fails, and never takes longer than half a second.
    public Future<@Nullable String> of(String number) {
        long now = clock.millis();
        Known found = known.get(number);
        if (found != null && now - found.at() < FRESH_MS) {
            return found.asked();
        }
        String before = lastKnown(number);
        Future<@Nullable String> asked = redis.send(Request.cmd(Command.GET).arg("liveline:number:" + number))
            .timeout(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS)
            .map(route -> route == null ? null : team(route.toString()));
        Future<@Nullable String> answer = asked.otherwise(before);
        known.put(number, new Known(answer, now));
        // No answer is kept as one: who asks next asks again.
        asked.onFailure(_ -> known.replace(number, new Known(answer, now - FRESH_MS)));
        return answer;
    }

    /// What was last heard of a number, however long ago; null if nothing was.
    public @Nullable String lastKnown(String number) {
        Known found = known.get(number);
        return found == null || !found.asked().succeeded() ? null : found.asked().result();
    }

    private static @Nullable String team(String route) {
        try {
            return new JsonObject(route).getValue("team") instanceof String team && !team.isBlank() ? team : null;
        } catch (DecodeException other) {
            return null;
        }
    }
}
