package dev.liveline.events.redis;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.redis.ReadMode.EachOfUs;
import dev.liveline.events.redis.ReadMode.OneOfUs;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// Reads streams for ever: one blocking read after the other on a connection of its own, on one event loop.
///
/// A failed read closes the connection; the loop reconnects with exponential backoff and jitter, for as long as it runs. A read that does
/// not come back within `block + grace` was lost silently (a failover, a dead peer): the watchdog closes the connection and the loop starts
/// again. Positions and claims survive reconnects. On a Redis Cluster all streams of one loop must lie in one slot: use a loop per shard.
public final class ReadingLoop {

    /// @param block      how long a read waits for entries; keep it well below any client or proxy timeout
    /// @param grace      how much longer than `block` a read may take before it counts as lost
    /// @param batch      entries a read brings at most
    /// @param linger     a read that brings several entries is followed by a pause of this length: entries that come thick and fast are then
    ///                   brought together, which at 4,000 a second halves what reading costs both sides. Entries that come one by one never
    ///                   wait. Zero for no pause
    /// @param backoffMin first pause after a failure
    /// @param backoffMax longest pause
    public record Settings(Duration block, Duration grace, int batch, Duration linger, Duration backoffMin,
            Duration backoffMax) {

        /// 2 s block, 3 s grace, 512 entries, 1 ms linger, pauses of 100 ms to 5 s.
        public static Settings defaults() {
            return new Settings(Duration.ofSeconds(2), Duration.ofSeconds(3), 512, Duration.ofMillis(1), Duration.ofMillis(100),
                    Duration.ofSeconds(5));
        }
    }

    private final Vertx vertx;
    private final Context context;
    private final Redis redis;
    private final Settings settings;
    private final RandomGenerator random;
    private final LoopListener listener;
    private final StreamReading reading;

    /// All below is touched on the loop's context only, except for `readOnce`, which is volatile for health checks.
    private @Nullable RedisConnection connection;
    private int attempt;
    private int failures;
    private boolean running;
    private volatile boolean reads;

    /// @param streams what to read; at least one
    public ReadingLoop(Vertx vertx, Redis redis, List<String> streams, ReadMode mode, Settings settings, RandomGenerator random,
            LoopListener listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.redis = redis;
        this.settings = settings;
        this.random = random;
        this.listener = listener;
        this.reading = switch (mode) {
            case EachOfUs each -> new BroadcastReading(List.copyOf(streams), each, settings, listener);
            case OneOfUs one -> new GroupReading(vertx, redis, List.copyOf(streams), one, settings, listener);
        };
    }

    /// Starts reading. Returns at once; Redis may be absent.
    public void start() {
        context.runOnContext(_ -> {
            if (!running) {
                running = true;
                connect();
            }
        });
    }

    /// Stops reading and waits for entries in work.
    ///
    /// @return done when nothing is in work any more
    public Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(_ -> {
            running = false;
            attempt++;
            closeConnection();
            reading.stop().onComplete(stopped);
        });
        return stopped.future();
    }

    /// Whether the loop is connected and its last read came back.
    public boolean reads() {
        return reads;
    }

    /// Closes the connection, if any, so that the loop starts again; for a delivery probe that was not answered.
    public void reconnect() {
        context.runOnContext(_ -> {
            if (running && connection != null) {
                attempt++;
                retryLater(new IllegalStateException("asked to reconnect"));
            }
        });
    }

    private void connect() {
        int mine = ++attempt;
        long deadline = vertx.setTimer(settings.block().plus(settings.grace()).toMillis(), _ -> {
            if (mine == attempt) {
                attempt++;
                listener.stalled();
                retryLater(new IllegalStateException("no connection in time"));
            }
        });
        redis.connect().compose(fresh -> {
            if (mine != attempt) {
                fresh.close();
                return Future.failedFuture("outdated");
            }
            connection = fresh;
            fresh.exceptionHandler(cause -> lost(mine, cause));
            fresh.endHandler(_ -> lost(mine, new IllegalStateException("connection closed")));
            return reading.prepare(fresh);
        }).onComplete(prepared -> {
            vertx.cancelTimer(deadline);
            if (mine != attempt) {
                return;
            }
            if (prepared.failed()) {
                attempt++;
                retryLater(prepared.cause());
                return;
            }
            listener.connected();
            cycle(mine);
        });
    }

    private void cycle(int mine) {
        RedisConnection open = connection;
        if (mine != attempt || !running || open == null) {
            return;
        }
        reading.ready().onSuccess(_ -> {
            if (mine == attempt) {
                guarded(mine, open, reading.request()).onComplete(read -> {
                    if (mine != attempt) {
                        return;
                    }
                    if (read.failed()) {
                        attempt++;
                        retryLater(read.cause());
                        return;
                    }
                    failures = 0;
                    reads = true;
                    int entries = reading.accept(read.result());
                    if (entries > 1 && settings.linger().isPositive()) {
                        vertx.setTimer(settings.linger().toMillis(), _ -> cycle(mine));
                    } else {
                        cycle(mine);
                    }
                });
            }
        });
    }

    private Future<@Nullable Response> guarded(int mine, RedisConnection open, Request request) {
        long watchdog = vertx.setTimer(settings.block().plus(settings.grace()).toMillis(), _ -> {
            if (mine == attempt) {
                attempt++;
                listener.stalled();
                retryLater(new IllegalStateException("read was lost"));
            }
        });
        return open.send(request).onComplete(_ -> vertx.cancelTimer(watchdog));
    }

    private void lost(int mine, Throwable cause) {
        context.runOnContext(_ -> {
            if (mine == attempt) {
                attempt++;
                retryLater(cause);
            }
        });
    }

    private void retryLater(Throwable cause) {
        closeConnection();
        if (!running) {
            return;
        }
        listener.disconnected(cause);
        long ceiling = Math.min(settings.backoffMax().toMillis(), settings.backoffMin().toMillis() << Math.min(failures, 16));
        failures++;
        long pause = Math.max(1, ceiling / 2 + random.nextLong(ceiling / 2 + 1));
        int mine = attempt;
        vertx.setTimer(pause, _ -> {
            if (running && mine == attempt) {
                connect();
            }
        });
    }

    private void closeConnection() {
        reads = false;
        RedisConnection open = connection;
        connection = null;
        if (open != null) {
            open.exceptionHandler(null);
            open.endHandler(null);
            // The connection is given up in any case; a failure to close it politely changes nothing.
            open.close();
        }
    }
}
