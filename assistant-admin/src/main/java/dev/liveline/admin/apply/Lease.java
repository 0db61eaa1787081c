package dev.liveline.admin.apply;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.liveline.admin.catalogue.Claims;
import dev.liveline.edge.problem.Problem;

/// Keeps other applies out while this one runs. Renewed in the background; one that cannot be renewed counts as lost, and the apply stops.
final class Lease implements AutoCloseable {

    private static final String KEY = "liveline:admin:lock";

    private final Claims claims;
    private final String token = UUID.randomUUID().toString();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final Thread renewal;

    /// @throws Problem 409 if another apply holds it
    Lease(Claims claims, Duration length) {
        this.claims = claims;
        if (!claims.take(KEY, token, length)) {
            throw Problem.conflict("Another apply or rollback is under way; try again when it is done.")
                .code("apply-under-way")
                .header("Retry-After", Long.toString(Math.max(1, length.toSeconds() / 3)));
        }
        this.renewal = Thread.ofVirtual().name("apply-lease").start(() -> renew(length));
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
        claims.free(KEY, token);
    }

    private void renew(Duration length) {
        try {
            while (!lost.get()) {
                Thread.sleep(length.dividedBy(3));
                if (!claims.extend(KEY, token, length)) {
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
