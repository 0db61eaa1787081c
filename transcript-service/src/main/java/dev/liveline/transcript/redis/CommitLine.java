package dev.liveline.transcript.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.Shards;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// One connection to Redis that commits flow through in order, many in flight at once: what is handed in during one turn of the event loop goes
/// out in one write. Used on its context only.
///
/// A commit that is not answered in time fails together with all others in flight, and the connection is replaced; whether they took effect
/// is then unknown, which is harmless, because facts may be reduced again.
public final class CommitLine implements Commits {

    private static final long[] BACKOFF_MS = { 20, 50, 100, 200, 400, 800, 1000 };

    private final Vertx vertx;
    private final Context context;
    private final Redis redis;
    private final CommitScript script;
    private final CommitSettings settings;
    private final Listener listener;

    private final ArrayDeque<Pending> gathered = new ArrayDeque<>();
    private final ArrayDeque<Pending> inFlight = new ArrayDeque<>();
    private @Nullable RedisConnection connection;
    /// A new one that was not seen to answer yet.
    private @Nullable RedisConnection candidate;
    private boolean flushing;
    private boolean running;
    private int attempt;
    private int failures;
    private long watchdog = -1;

    /// What the line tells of itself, on its context.
    public interface Listener {

        void up();

        void down(Throwable cause);
    }

    private static final class Pending {
        private final Step step;
        private final Promise<Outcome> promise = Promise.promise();
        private long sentAt;

        private Pending(Step step) {
            this.step = step;
        }
    }

    public CommitLine(Vertx vertx, Context context, Redis redis, Shards shards, CommitSettings settings, Listener listener) {
        this.vertx = vertx;
        this.context = context;
        this.redis = redis;
        this.script = new CommitScript(shards, settings);
        this.settings = settings;
        this.listener = listener;
    }

    public void start() {
        running = true;
        watchdog = vertx.setPeriodic(Math.max(50, settings.answerWithin().toMillis() / 4), _ -> watch());
        connect();
    }

    public void stop() {
        running = false;
        vertx.cancelTimer(watchdog);
        giveUp(new IllegalStateException("stopping"));
    }

    @Override
    public boolean isUp() {
        return connection != null;
    }

    @Override
    public Future<Outcome> commit(Step step) {
        if (connection == null) {
            return Future.failedFuture(new IllegalStateException("no connection to Redis"));
        }
        Pending pending = new Pending(step);
        gathered.add(pending);
        if (!flushing) {
            flushing = true;
            context.runOnContext(_ -> flush());
        }
        return pending.promise.future();
    }

    @Override
    public void reconnect(Throwable cause) {
        if (running && connection != null) {
            lost(attempt, cause);
        }
    }

    private void flush() {
        flushing = false;
        RedisConnection open = connection;
        List<Pending> batch = new ArrayList<>(gathered);
        gathered.clear();
        if (open == null) {
            batch.forEach(pending -> pending.promise.tryFail("no connection to Redis"));
            return;
        }
        long now = System.nanoTime();
        batch.forEach(pending -> {
            pending.sentAt = now;
            inFlight.add(pending);
        });
        if (batch.size() == 1 || settings.redis().isCluster()) {
            batch.forEach(pending -> send(open, pending, false));
        } else {
            sendTogether(open, batch);
        }
    }

    private void sendTogether(RedisConnection open, List<Pending> batch) {
        List<Request> requests = batch.stream().map(pending -> script.request(pending.step, false)).toList();
        open.batch(requests).onComplete(answers -> here(() -> {
            if (answers.succeeded()) {
                for (int i = 0; i < batch.size(); i++) {
                    answered(batch.get(i), answers.result().get(i));
                }
            } else if (connection == open) {
                // One failed answer hides the others: ask again one by one. Those that took effect conflict, and are reduced to nothing.
                batch.forEach(pending -> send(open, pending, false));
            }
        }));
    }

    private void send(RedisConnection open, Pending pending, boolean whole) {
        open.send(script.request(pending.step, whole)).onComplete(answer -> here(() -> {
            if (answer.succeeded()) {
                answered(pending, answer.result());
            } else if (!whole && isUnknownScript(answer.cause())) {
                send(open, pending, true);
            } else {
                inFlight.remove(pending);
                pending.promise.tryFail(answer.cause());
            }
        }));
    }

    /// The clients of Sentinel and Cluster answer on contexts of their own.
    private void here(Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(_ -> work.run());
        }
    }

    private void answered(Pending pending, Response answer) {
        inFlight.remove(pending);
        failures = 0;
        try {
            pending.promise.tryComplete(script.outcome(pending.step, answer));
        } catch (IllegalStateException unreadable) {
            pending.promise.tryFail(unreadable);
        }
    }

    private static boolean isUnknownScript(Throwable cause) {
        return cause.getMessage() != null && cause.getMessage().startsWith("NOSCRIPT");
    }

    private void connect() {
        int mine = ++attempt;
        long deadline = vertx.setTimer(settings.answerWithin().toMillis(),
                _ -> lost(mine, new IllegalStateException("no connection in time")));
        redis.connect().onComplete(connected -> context.runOnContext(_ -> {
            if (mine != attempt || !running) {
                if (connected.succeeded()) {
                    connected.result().close();
                }
            } else if (connected.failed()) {
                vertx.cancelTimer(deadline);
                lost(mine, connected.cause());
            } else {
                adopt(mine, connected.result(), deadline);
            }
        }));
    }

    /// The deadline holds until the connection was seen to answer.
    private void adopt(int mine, RedisConnection fresh, long deadline) {
        candidate = fresh;
        fresh.exceptionHandler(cause -> context.runOnContext(_ -> lost(mine, cause)));
        fresh.endHandler(_ -> context.runOnContext(_ -> lost(mine, new IllegalStateException("connection closed"))));
        fresh.send(Request.cmd(io.vertx.redis.client.Command.PING)).onComplete(pong -> context.runOnContext(_ -> {
            vertx.cancelTimer(deadline);
            if (mine != attempt || !running) {
                // It was given up meanwhile, and closed.
                return;
            }
            if (pong.failed()) {
                lost(mine, pong.cause());
            } else {
                candidate = null;
                connection = fresh;
                failures = 0;
                listener.up();
            }
        }));
    }

    private void lost(int mine, Throwable cause) {
        if (mine != attempt) {
            return;
        }
        attempt++;
        giveUp(cause);
        listener.down(cause);
        if (running) {
            long pause = BACKOFF_MS[Math.min(failures++, BACKOFF_MS.length - 1)];
            vertx.setTimer(pause, _ -> {
                if (running) {
                    connect();
                }
            });
        }
    }

    private void giveUp(Throwable cause) {
        close(connection);
        connection = null;
        close(candidate);
        candidate = null;
        List<Pending> failed = new ArrayList<>(inFlight);
        failed.addAll(gathered);
        inFlight.clear();
        gathered.clear();
        failed.forEach(pending -> pending.promise.tryFail(cause));
    }

    private static void close(@Nullable RedisConnection open) {
        if (open != null) {
            open.exceptionHandler(null);
            open.endHandler(null);
            // Given up in any case; a failure to close it politely changes nothing.
            open.close();
        }
    }

    private void watch() {
        Pending oldest = inFlight.peek();
        if (oldest != null && System.nanoTime() - oldest.sentAt > settings.answerWithin().toNanos()) {
            lost(attempt, new IllegalStateException("Redis did not answer in time"));
        }
    }
}
