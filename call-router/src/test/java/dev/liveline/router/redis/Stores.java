package dev.liveline.router.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.liveline.events.redis.TestRedis;
import dev.liveline.router.RouterConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;

/// Stores over a real Redis, without Quarkus; each [Replica] has its own connections and memory, all have one clock.
final class Stores implements AutoCloseable, InstantSource {

    final TestRedis server = TestRedis.start();
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
    private final RouterConfig config;

    Stores(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(
                Map.of("liveline.routing.redis-budget", "2s", "liveline.routing.redis-pause", "50ms"));
        properties.putAll(settings);
        config = new SmallRyeConfigBuilder().addDefaultInterceptors()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(new PropertiesConfigSource(properties, "test", 1))
            .withMapping(RouterConfig.class)
            .build()
            .getConfigMapping(RouterConfig.class);
    }

    /// One of several.
    final class Replica {

        final BudgetedRedis redis = new BudgetedRedis(vertx,
                Redis.createClient(vertx,
                        new RedisOptions().setConnectionString(server.uri()).setMaxPoolSize(8).setMaxPoolWaiting(1000)),
                config, new SimpleMeterRegistry());
        final Admission admission = new Admission(redis, Stores.this, config, new SimpleMeterRegistry());
        final Answers answers = new Answers(redis, config);
        final LegRegister legs = new LegRegister(redis, config);
        final Requests requests = new Requests(redis, config);
        final NumberTable numbers = new NumberTable(redis, config, new SimpleMeterRegistry());
    }

    void passes(Duration time) {
        now.addAndGet(time.toMillis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now.get());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }
}
