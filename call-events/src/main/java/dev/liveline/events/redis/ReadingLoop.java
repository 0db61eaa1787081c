package dev.liveline.events.redis;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.liveline.events.redis.ReadMode.EachOfUs;
import dev.liveline.events.redis.ReadMode.OneOfUs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;

/// Reads streams for ever: one blocking read after the other on a connection of its own, on one event loop.
///
/// A failed read closes the connection; the loop reconnects with exponential backoff and jitter, for as long as it runs. A read that does
/// not come back within `block + grace` was lost silently (a failover, a dead peer): the watchdog closes the connection and the loop starts
/// again. Positions and claims survive reconnects. On a Redis Cluster all streams of one loop must lie in one slot: use a loop per shard.
public final class ReadingLoop implements EntrySource {

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
    private final Settings settings;
    private final StreamReading reading;
    private final HeldConnection held;

    private volatile boolean reads;

    /// @param streams what to read; at least one
    public ReadingLoop(Vertx vertx, Redis redis, List<String> streams, ReadMode mode, Settings settings, RandomGenerator random,
            LoopListener listener) {
        this.vertx = vertx;
        this.settings = settings;
        this.reading = switch (mode) {
            case EachOfUs each -> new BroadcastReading(new Positions(streams, listener), each, settings, listener);
            case OneOfUs one -> new GroupReading(vertx, redis, List.copyOf(streams), one, settings, listener);
        };
        this.held = new HeldConnection(vertx, redis, settings, random, listener, new HeldConnection.User() {
            @Override
            public Future<Void> prepare(RedisConnection fresh) {
                return reading.prepare(fresh);
            }

            @Override
            public void use(RedisConnection open) {
                cycle(open);
            }

            @Override
            public void ended() {
                reads = false;
            }
        });
    }

    /// Starts reading. Returns at once; Redis may be absent.
    @Override
    public void start() {
        held.start();
    }

    /// Stops reading and waits for entries in work.
    ///
    /// @return done when nothing is in work any more
    @Override
    public Future<Void> stop() {
        return held.stop().compose(_ -> reading.stop());
    }

    /// Whether the loop is connected and its last read came back.
    public boolean reads() {
        return reads;
    }

    private void cycle(RedisConnection open) {
        if (!held.is(open)) {
            return;
        }
        reading.ready().onSuccess(_ -> {
            if (held.is(open)) {
                held.guarded(open, open.send(reading.request())).onComplete(read -> {
                    if (!held.is(open)) {
                        return;
                    }
                    if (read.failed()) {
                        held.failed(open, read.cause());
                        return;
                    }
                    held.proven();
                    reads = true;
                    int entries = reading.accept(read.result());
                    if (entries > 1 && settings.linger().isPositive()) {
                        vertx.setTimer(settings.linger().toMillis(), _ -> cycle(open));
                    } else {
                        cycle(open);
                    }
                });
            }
        });
    }

    /// Closes the connection, if any, so that the loop starts again; for a delivery probe that was not answered.
    @Override
    public void reconnect() {
        held.reconnect();
    }
}
