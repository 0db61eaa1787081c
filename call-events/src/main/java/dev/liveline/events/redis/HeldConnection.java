package dev.liveline.events.redis;

import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.redis.ReadingLoop.Settings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;

/// A connection to Redis that is made again whenever it ends, with exponential backoff and jitter, for as long as it is wanted.
///
/// All of it happens on one context, to which [#here] brings what clients answer elsewhere; whoever holds on to a connection asks [#is] before
/// using what came of it, because another may have taken its place.
final class HeldConnection {

    private final Vertx vertx;
    private final Context context;
    private final Redis redis;
    private final Settings settings;
    private final RandomGenerator random;
    private final LoopListener listener;
    private final User user;

    /// On the context only.
    private @Nullable RedisConnection connection;
    private int attempt;
    private int failures;
    private boolean wanted;

    /// What a connection is for.
    interface User {

        /// A connection was made; it counts once this is done, which must be in time.
        Future<Void> prepare(RedisConnection fresh);

        /// It counts.
        void use(RedisConnection open);

        /// It ended, or was given up; another follows if one is wanted.
        default void ended() {}
    }

    HeldConnection(Vertx vertx, Redis redis, Settings settings, RandomGenerator random, LoopListener listener, User user) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.redis = redis;
        this.settings = settings;
        this.random = random;
        this.listener = listener;
        this.user = user;
    }

    /// Returns at once; Redis may be absent.
    void start() {
        context.runOnContext(_ -> {
            if (!wanted) {
                wanted = true;
                connect();
            }
        });
    }

    /// @return done when it is closed and none follows
    Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(_ -> {
            wanted = false;
            close();
            stopped.complete();
        });
        return stopped.future();
    }

    /// Closes the connection, if any, so that another is made.
    void reconnect() {
        context.runOnContext(_ -> {
            if (wanted && connection != null) {
                retryLater(new IllegalStateException("asked to reconnect"));
            }
        });
    }

    /// On the context: at once if we are there. The clients of Sentinel and Cluster answer on contexts of their own.
    void here(Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(_ -> work.run());
        }
    }

    /// The same future, complete on the context.
    <T> Future<T> here(Future<T> answer) {
        Promise<T> here = Promise.promise();
        answer.onComplete(result -> here(() -> here.handle(result)));
        return here.future();
    }

    boolean is(RedisConnection open) {
        return connection == open;
    }

    /// It was seen to work.
    void proven() {
        failures = 0;
    }

    /// The connection is of no use any more. Nothing happens if another has taken its place.
    void failed(RedisConnection open, Throwable cause) {
        if (is(open)) {
            retryLater(cause);
        }
    }

    /// Waits for an answer no longer than a blocking read may take.
    <T> Future<T> guarded(RedisConnection open, Future<T> answer) {
        long watchdog = vertx.setTimer(patience(), _ -> {
            if (is(open)) {
                listener.stalled();
                retryLater(new IllegalStateException("an answer was lost"));
            }
        });
        return here(answer).onComplete(_ -> vertx.cancelTimer(watchdog));
    }

    private long patience() {
        return settings.block().plus(settings.grace()).toMillis();
    }

    private void connect() {
        int mine = ++attempt;
        long deadline = vertx.setTimer(patience(), _ -> {
            if (mine == attempt) {
                listener.stalled();
                retryLater(new IllegalStateException("no connection in time"));
            }
        });
        here(redis.connect()).compose(fresh -> {
            if (mine != attempt) {
                fresh.close();
                return Future.failedFuture("outdated");
            }
            connection = fresh;
            fresh.exceptionHandler(cause -> here(() -> failed(fresh, cause)));
            fresh.endHandler(_ -> here(() -> failed(fresh, new IllegalStateException("connection closed"))));
            return here(user.prepare(fresh)).map(fresh);
        }).onComplete(prepared -> {
            vertx.cancelTimer(deadline);
            if (mine != attempt) {
                return;
            }
            if (prepared.failed()) {
                retryLater(prepared.cause());
                return;
            }
            listener.connected();
            user.use(prepared.result());
        });
    }

    private void retryLater(Throwable cause) {
        close();
        if (!wanted) {
            return;
        }
        listener.disconnected(cause);
        long ceiling = Math.min(settings.backoffMax().toMillis(), settings.backoffMin().toMillis() << Math.min(failures, 16));
        failures++;
        long pause = Math.max(1, ceiling / 2 + random.nextLong(ceiling / 2 + 1));
        int mine = attempt;
        vertx.setTimer(pause, _ -> {
            if (wanted && mine == attempt) {
                connect();
            }
        });
    }

    private void close() {
        attempt++;
        RedisConnection open = connection;
        connection = null;
        if (open != null) {
            open.exceptionHandler(null);
            open.endHandler(null);
            // The connection is given up in any case; a failure to close it politely changes nothing.
            open.close();
        }
        user.ended();
    }
}
