package dev.liveline.transcript;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import jakarta.inject.Singleton;

/// Ready while what arrives is taken: committed, or, for a while without Redis, into the spool. When Redis is away it is so for all replicas: were
/// they unready for that, Kubernetes would leave the platform nobody to send to, and the spool nothing to bridge.
@Readiness
@Singleton
final class CommitReadiness implements HealthCheck {

    private final Calls calls;

    CommitReadiness(Calls calls) {
        this.calls = calls;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("messages are taken").withData("redis", calls.isUp()).status(calls.takes()).build();
    }
}
