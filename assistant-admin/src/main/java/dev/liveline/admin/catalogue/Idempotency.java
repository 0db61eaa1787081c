package dev.liveline.admin.catalogue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.AdminConfig;
import dev.liveline.admin.json.Trees;
import dev.liveline.edge.problem.Problem;

/// Lets a request with an `Idempotency-Key` take effect once. The key's record says what was asked (a hash), when, and what came of it; an
/// answer that never arrived leaves a record without one, and the next try first looks whether Vapi has done it.
@ApplicationScoped
class Idempotency {

    /// Longer than any request waits for Vapi.
    private static final Duration UNDER_WAY = Duration.ofMinutes(2);

    private final Claims records;
    private final AdminConfig.Idempotency config;
    private final InstantSource clock;

    Idempotency(Claims claims, AdminConfig config, InstantSource clock) {
        this.records = claims;
        this.config = config.idempotency();
        this.clock = clock;
    }

    /// @param asked  a hash of the request
    /// @param create does it
    /// @param search looks for it, given when it was first tried (epoch milliseconds)
    Stored once(String scope, String key, String asked, Supplier<Stored> create, LongFunction<Optional<Stored>> search) {
        if (key.isBlank() || key.length() > 255) {
            throw Problem.badRequest("An Idempotency-Key has 1 to 255 characters.");
        }
        String name = "liveline:admin:idempotency:" + Trees.hash(scope + "\n" + key);
        long now = clock.millis();
        ObjectNode mine = Trees.object().put("asked", asked).put("at", now);
        if (records.take(name, Trees.write(mine), config.remember())) {
            return done(name, mine, create);
        }
        String record = records.holder(name).orElse("{}");
        JsonNode before = Trees.read(record);
        if (!before.path("asked").asText().equals(asked)) {
            throw Problem.unprocessable("This Idempotency-Key was used for another request.").code("idempotency-key-reused");
        }
        if (before.path("answer") instanceof ObjectNode answer) {
            return new Stored(answer);
        }
        // Of several that try again at once, one takes it over.
        boolean underWay = now - before.path("at").asLong() < UNDER_WAY.toMillis() && !before.path("unsure").asBoolean();
        if (underWay || !records.replace(name, record, Trees.write(mine), config.remember())) {
            throw Problem.conflict("Another request with this Idempotency-Key is still under way.")
                .code("idempotency-key-busy")
                .header("Retry-After", "2");
        }
        return done(name, mine, () -> search.apply(before.path("at").asLong()).orElseGet(create));
    }

    private Stored done(String name, ObjectNode mine, Supplier<Stored> create) {
        try {
            Stored stored = create.get();
            records.put(name, Trees.write(mine.set("answer", stored.body())), config.remember());
            return stored;
        } catch (Problem refused) {
            // 502 and 504 leave open whether Vapi did it; after any other refusal the key is free again.
            if (refused.status() == 502 || refused.status() == 504) {
                records.put(name, Trees.write(mine.put("unsure", true)), config.remember());
            } else {
                records.remove(name);
            }
            throw refused;
        }
    }
}
