package dev.liveline.edge;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.Config;

import dev.liveline.events.Shards;
import dev.liveline.events.redis.StreamAppender;
import io.quarkus.arc.DefaultBean;
import io.vertx.redis.client.Redis;

/// Makes what the pure parts are handed: time, randomness, the shards. A test replaces any of them by a bean of its own.
@ApplicationScoped
public class Foundations {

    @Produces
    @Singleton
    @DefaultBean
    InstantSource clock() {
        return InstantSource.system();
    }

    /// For jitter and ids of ours that need not be secret; secrets come from [java.security.SecureRandom].
    @Produces
    @Singleton
    @DefaultBean
    RandomGenerator random() {
        return new java.security.SecureRandom();
    }

    @Produces
    @Singleton
    Shards shards(LivelineConfig config) {
        return new Shards(config.shards());
    }

    @Produces
    @Singleton
    RedisKind redisKind(Config config) {
        return RedisKind.of(config);
    }

    @Produces
    @Singleton
    StreamAppender appender(Redis redis, Shards shards, LivelineConfig config) {
        return new StreamAppender(redis, shards, config.streams().maxLength());
    }
}
