package dev.liveline.router.web;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import dev.liveline.router.redis.NumberTable;
import jakarta.enterprise.context.ApplicationScoped;

/// Ready once the number table was seen; from then on callers are answered, with Redis or without.
@Readiness
@ApplicationScoped
public class TableReadiness implements HealthCheck {

    private final NumberTable numbers;

    public TableReadiness(NumberTable numbers) {
        this.numbers = numbers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("number table").status(numbers.seen()).build();
    }
}
