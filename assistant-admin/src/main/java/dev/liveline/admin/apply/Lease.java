package dev.liveline.admin.apply;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.databind.JsonNode;

import dev.liveline.admin.catalogue.Claims;
import dev.liveline.admin.json.Trees;
import dev.liveline.edge.problem.Problem;
import io.vertx.core.json.JsonObject;

/// Keeps other applies out while this one runs. Renewed in the background; one that cannot be renewed counts as lost, and the apply stops.
final class Lease implements AutoCloseable {

    private static final String KEY = "liveline:admin:lock";

    private final Claims claims;
    private final String claim;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final Thread renewal;

    /// @param by who applies
    /// @throws Problem 409 if another apply holds it: by whom, since when, until when
    Lease(Claims claims, Duration length, String by, InstantSource clock) {
        this.claims = claims;
        this.claim = Trees.write(Trees.object()
            .put("by", by)
            .put("sinceAt", clock.millis())
            .put("token", UUID.randomUUID().toString()));
        if (!claims.take(KEY, claim, length)) {
            throw refusal(holder(claims, clock), length);
        }
        this.renewal = Thread.ofVirtual().name("apply-lease").start(() -> renew(length));
    }

    /// What goes on at this moment, as far as the lock tells (a replica of an older version says nothing in it).
    static Optional<UnderWay> holder(Claims claims, InstantSource clock) {
        return claims.holder(KEY).filter(text -> text.startsWith("{")).map(text -> {
            JsonNode claim = Trees.read(text);
            return new UnderWay(claim.path("by").asText(), Instant.ofEpochMilli(claim.path("sinceAt").asLong()),
                    clock.instant().plus(claims.remaining(KEY)));
        });
    }

    /// @throws Problem 409 if somebody else may be applying by now
    void require() {
        if (lost.get()) {
            throw Problem.conflict("This apply lost its lock and stopped; run it again.").code("apply-lock-lost");
        }
    }

    @Override
    public void close() {
        renewal.interrupt();
        claims.free(KEY, claim);
    }

    private static Problem refusal(Optional<UnderWay> other, Duration length) {
        Problem problem = Problem
            .conflict(other.map(UnderWay::text).orElse("Another apply or rollback is under way.") + " Try again then.")
            .code("apply-under-way")
            .header("Retry-After", Long.toString(Math.clamp(length.toSeconds() / 3, 1, 5)));
        return other.map(known -> problem.with("underWay", new JsonObject(Trees.write(known.json())))).orElse(problem);
    }

    private void renew(Duration length) {
        try {
            while (!lost.get()) {
                Thread.sleep(length.dividedBy(3));
                if (!claims.extend(KEY, claim, length)) {
                    lost.set(true);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException redisDown) {
            lost.set(true);
        }
    }
}
