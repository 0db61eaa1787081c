package dev.liveline.transcript;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import jakarta.inject.Singleton;

/// Ready while commits reach Redis: the commit connection answers, not merely exists. Not ready does not mean that messages are lost: the spool
/// takes what still arrives.
@Readiness
@Singleton
final class CommitReadiness implements HealthCheck {

    private final Calls calls;

    CommitReadiness(Calls calls) {
        this.calls = calls;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("commits reach Redis").status(calls.isUp()).build();
    }
}
