package dev.liveline.edge;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.Config;

/// Whether the default Redis client speaks to a cluster.
@Singleton
public final class RedisKind {

    private final boolean cluster;

    RedisKind(Config config) {
        this.cluster = config.getOptionalValue("quarkus.redis.client-type", String.class)
            .filter("cluster"::equalsIgnoreCase)
            .isPresent();
    }

    public boolean isCluster() {
        return cluster;
    }
}
