package dev.liveline.edge.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.liveline.events.Shards;
import io.vertx.redis.client.Redis;

/// Makes the checks available for injection.
@ApplicationScoped
public class WebhookFoundations {

    @Produces
    @Singleton
    VapiAuthentication authentication(WebhookConfig config) {
        return new VapiAuthentication(config);
    }

    @Produces
    @Singleton
    ReplayGuard replayGuard(Redis redis, Shards shards, WebhookConfig config) {
        return new ReplayGuard(redis, shards, config.tolerance());
    }
}
