package dev.liveline.router.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.redis.TestRedis;
import dev.liveline.router.RouterConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

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

        final HeldReads reads = new HeldReads(Redis.createClient(vertx,
                new RedisOptions().setConnectionString(server.uri()).setMaxPoolSize(8).setMaxPoolWaiting(1000)));
        final BudgetedRedis redis = new BudgetedRedis(vertx, reads, config, new SimpleMeterRegistry());
        final Admission admission = new Admission(redis, Stores.this, config, new SimpleMeterRegistry());
        final Answers answers = new Answers(redis, config);
        final LegRegister legs = new LegRegister(redis, config);
        final Requests requests = new Requests(redis, config);
        final NumberTable numbers = new NumberTable(redis, config, new SimpleMeterRegistry());
    }

    /// A client whose reads of a key, while they are held, keep their answers to themselves.
    static final class HeldReads implements Redis {

        private final Redis client;
        private volatile Promise<Void> gate = open();
        private volatile boolean holding;

        private HeldReads(Redis client) {
            this.client = client;
        }

        void hold() {
            gate = Promise.promise();
            holding = false;
        }

        /// Whether there is an answer that is kept back.
        boolean holding() {
            return holding;
        }

        void letGo() {
            gate.complete();
        }

        private static Promise<Void> open() {
            Promise<Void> open = Promise.promise();
            open.complete();
            return open;
        }

        @Override
        public Future<@Nullable Response> send(Request command) {
            Future<@Nullable Response> answer = client.send(command);
            Future<Void> open = gate.future();
            if (command.command() != Command.GET || open.isComplete()) {
                return answer;
            }
            return answer.compose(read -> {
                holding = true;
                return open.map(read);
            });
        }

        @Override
        public Future<RedisConnection> connect() {
            return client.connect();
        }

        @Override
        public Future<List<@Nullable Response>> batch(List<Request> commands) {
            return client.batch(commands);
        }

        @Override
        public void close() {
            client.close();
        }

        @Override
        public Redis connect(Handler<AsyncResult<RedisConnection>> handler) {
            connect().onComplete(handler);
            return this;
        }

        @Override
        public Redis send(Request command, Handler<AsyncResult<@Nullable Response>> handler) {
            send(command).onComplete(handler);
            return this;
        }

        @Override
        public Redis batch(List<Request> commands, Handler<AsyncResult<List<@Nullable Response>>> handler) {
            batch(commands).onComplete(handler);
            return this;
        }
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
