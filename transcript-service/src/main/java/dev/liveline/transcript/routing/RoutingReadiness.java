package dev.liveline.transcript.routing;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready while the routing stream is read: its last read came back.
@Readiness
@Singleton
final class RoutingReadiness implements HealthCheck {

    private final RoutingFeed feed;

    RoutingReadiness(RoutingFeed feed) {
        this.feed = feed;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("the routing stream is read").status(feed.reads()).build();
    }
}
