package dev.liveline.simulator.vapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// One kind of resource of the REST API with Vapi's semantics: PATCH replaces top-level fields whole, lists have no cursor but
/// filters on times, `updatedAt` moves with every change.
final class Records {

    private static final Set<String> TIMES = Set.of("createdAt", "updatedAt");

    private final Map<String, JsonObject> byId = new ConcurrentHashMap<>();
    private final Set<String> pinned = ConcurrentHashMap.newKeySet();
    private long lastMillis;

    JsonObject create(String id, JsonObject body) {
        var now = tick();
        var created = new JsonObject().put("id", id)
            .put("orgId", VapiCloud.ORG_ID)
            .put("createdAt", now)
            .put("updatedAt", now)
            .mergeIn(body.copy());
        byId.put(id, created);
        return created.copy();
    }

    JsonObject create(JsonObject body) {
        return create(UUID.randomUUID().toString(), body);
    }

    Optional<JsonObject> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(JsonObject::copy);
    }

    Optional<JsonObject> findFirst(Predicate<JsonObject> predicate) {
        return byId.values().stream().filter(predicate).findFirst().map(JsonObject::copy);
    }

    Map<String, JsonObject> all() {
        return Map.copyOf(byId);
    }

    JsonObject patch(String id, JsonObject changes) {
        return byId.computeIfPresent(id, (_, record) -> {
            var changed = record.copy();
            changes.forEach(change -> {
                if (change.getValue() == null) {
                    changed.remove(change.getKey());
                } else {
                    changed.put(change.getKey(), change.getValue());
                }
            });
            return changed.put("updatedAt", tick());
        }).copy();
    }

    JsonObject delete(String id) {
        return byId.remove(id);
    }

    void pin(String id) {
        pinned.add(id);
    }

    boolean isPinned(String id) {
        return pinned.contains(id);
    }

    /// The newest first, filtered and cut to the limit.
    JsonArray list(Map<String, String> query) {
        int limit = Integer.parseInt(query.getOrDefault("limit", "100"));
        var page = new JsonArray();
        byId.values()
            .stream()
            .filter(record -> query.entrySet().stream().allMatch(entry -> passes(record, entry)))
            .sorted(Comparator.comparing((JsonObject record) -> record.getString("createdAt")).reversed())
            .limit(limit)
            .forEach(record -> page.add(record.copy()));
        return page;
    }

    private static boolean passes(JsonObject record, Map.Entry<String, String> filter) {
        for (var time : TIMES) {
            if (filter.getKey().startsWith(time)) {
                int order = Instant.parse(record.getString(time)).compareTo(Instant.parse(filter.getValue()));
                return switch (filter.getKey().substring(time.length())) {
                    case "Gt" -> order > 0;
                    case "Ge" -> order >= 0;
                    case "Lt" -> order < 0;
                    case "Le" -> order <= 0;
                    default -> true;
                };
            }
        }
        return true;
    }

    /// What is wrong with a list request; empty if nothing is.
    static List<String> listFaults(Map<String, String> query) {
        try {
            int limit = Integer.parseInt(query.getOrDefault("limit", "100"));
            if (limit < 0 || limit > 1000) {
                return List.of("limit must not be " + (limit < 0 ? "less than 0" : "greater than 1000"));
            }
            for (var entry : query.entrySet()) {
                if (TIMES.stream().anyMatch(time -> entry.getKey().startsWith(time))) {
                    Instant.parse(entry.getValue());
                }
            }
            return List.of();
        } catch (NumberFormatException _) {
            return List.of("limit must be a number conforming to the specified constraints");
        } catch (DateTimeException _) {
            return List.of("createdAt and updatedAt filters must be valid ISO 8601 date strings");
        }
    }

    /// Strictly increasing, so that a caller can page by time.
    private synchronized String tick() {
        lastMillis = Math.max(lastMillis + 1, System.currentTimeMillis());
        return Instant.ofEpochMilli(lastMillis).toString();
    }
}
