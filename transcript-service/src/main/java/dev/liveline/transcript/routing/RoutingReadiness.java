package dev.liveline.transcript.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

import dev.liveline.transcript.Calls;

/// Ready once the routing stream was read, until its reads fail for a while although commits reach Redis. Without Redis nobody reads it: that is
/// no reason to send messages elsewhere.
@Readiness
@Singleton
final class RoutingReadiness implements HealthCheck {

    /// Longer than the reader's longest pause between two tries.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final RoutingFeed feed;
    private final Calls calls;
    private final InstantSource clock;
    private boolean wasRead;
    private @Nullable Instant unreadSince;

    RoutingReadiness(RoutingFeed feed, Calls calls, InstantSource clock) {
        this.feed = feed;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        boolean reads = feed.reads();
        wasRead |= reads;
        if (reads || !calls.isUp()) {
            unreadSince = null;
        } else if (unreadSince == null) {
            unreadSince = clock.instant();
        }
        boolean patient = unreadSince == null || clock.instant().isBefore(unreadSince.plus(PATIENCE));
        return HealthCheckResponse.named("the routing stream is read").status(reads || wasRead && patient).build();
    }
}
