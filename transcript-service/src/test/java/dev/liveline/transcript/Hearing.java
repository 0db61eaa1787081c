package dev.liveline.transcript;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import dev.liveline.events.EventEntry;
import dev.liveline.events.Shards;
import dev.liveline.events.redis.LoopListener;
import dev.liveline.events.redis.PushedLoop;
import dev.liveline.events.redis.ReadMode.EachOfUs;
import dev.liveline.events.redis.ReadingLoop.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;

/// What a hub hears of what is committed.
final class Hearing implements AutoCloseable {

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final Redis redis;
    private final Redis subscriptions;
    private final Shards shards;
    private final PushedLoop loop;

    private Hearing(Vertx vertx, RedisOptions options, Shards shards, LoopListener listener) {
        this.redis = Redis.createClient(vertx, options);
        this.subscriptions = Redis.createClient(vertx, options);
        this.shards = shards;
        Settings usual = Settings.defaults();
        this.loop = new PushedLoop(vertx, subscriptions, redis,
                shards.eventStreams().collect(Collectors.toMap(Function.identity(), Function.identity())),
                new EachOfUs(entry -> heard
                    .add(entry.id() + " " + entry.text(EventEntry.FIELD))),
                new Settings(usual.block(), usual.grace(), usual.batch(), usual.linger(), usual.backoffMin(),
                        Duration.ofMillis(500)),
                RandomGenerator.getDefault(), listener);
    }

    /// Returns once it hears.
    static Hearing on(Vertx vertx, RedisOptions options, Shards shards) {
        CountDownLatch connected = new CountDownLatch(1);
        Hearing hearing = new Hearing(vertx, options, shards, new LoopListener() {
            @Override
            public void connected() {
                connected.countDown();
            }
        });
        hearing.loop.start();
        try {
            if (!connected.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("no subscription");
            }
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
        return hearing;
    }

    /// Entries as `<id> <text>`.
    List<String> heard() {
        return List.copyOf(heard);
    }

    /// The same without ids.
    List<EventEntry> events() {
        return heard.stream().map(entry -> EventEntry.read(entry.substring(entry.indexOf(' ') + 1))).toList();
    }

    /// Those of a call.
    List<EventEntry> events(String callId) {
        return events().stream().filter(entry -> entry.head().callId().equals(callId)).toList();
    }

    /// What the event streams hold, the same way.
    List<String> held() {
        List<String> held = new ArrayList<>();
        shards.eventStreams().forEach(stream -> {
            get(redis.send(Request.cmd(Command.XRANGE).arg(stream).arg("-").arg("+")))
                .forEach(entry -> held.add(entry.get(0) + " " + entry.get(1).get(1)));
        });
        return held;
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        get(loop.stop());
        redis.close();
        subscriptions.close();
    }
}
