package dev.liveline.transcript;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.Config;

/// Whether the default Redis client speaks to a cluster.
@Singleton
final class RedisKind {

    private final boolean cluster;

    RedisKind(Config config) {
        this.cluster = config.getOptionalValue("quarkus.redis.client-type", String.class)
            .filter("cluster"::equalsIgnoreCase)
            .isPresent();
    }

    boolean isCluster() {
        return cluster;
    }
}
