package dev.liveline.router.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jboss.logging.Logger;

import dev.liveline.events.RoutingEvent;
import dev.liveline.events.redis.StreamAppender;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import jakarta.enterprise.event.Observes;

/// Routing events on their way to the stream, in the order they were published. While Redis is away they wait here and are tried again with
/// backoff; nobody who publishes waits. Bounded: over the bound the newest is refused, counted and logged.
@Singleton
public final class RoutingOutbox {

    private static final Logger LOG = Logger.getLogger(RoutingOutbox.class);
    private static final int BOUND = 20_000;
    private static final long PAUSE_MIN_MS = 100;
    private static final long PAUSE_MAX_MS = 5_000;
    private static final Duration FLUSH_AT_STOP = Duration.ofSeconds(5);

    private record Waiting(RoutingEvent event, Promise<Void> taken) {}

    private final Vertx vertx;
    private final StreamAppender appender;
    private final Counter refused;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private boolean sending;

    public RoutingOutbox(Vertx vertx, StreamAppender appender, MeterRegistry metrics) {
        this.vertx = vertx;
        this.appender = appender;
        this.refused = Counter.builder("liveline_router_outbox_refused")
            .description("Routing events dropped because the outbox was full")
            .register(metrics);
        Gauge.builder("liveline_router_outbox_waiting", this, RoutingOutbox::waiting)
            .description("Routing events not yet in Redis")
            .register(metrics);
    }

    /// @return done when Redis has it; fails only if the outbox is full or the service stops before
    public Future<Void> publish(RoutingEvent event) {
        Waiting waiting = new Waiting(event, Promise.promise());
        synchronized (queue) {
            if (queue.size() >= BOUND) {
                refused.increment();
                LOG.errorf("outbox full: %s of call %s is lost", event.type(), event.callId());
                return Future.failedFuture(new IllegalStateException("outbox full"));
            }
            queue.add(waiting);
            if (sending) {
                return waiting.taken().future();
            }
            sending = true;
        }
        sendHead(PAUSE_MIN_MS);
        return waiting.taken().future();
    }

    private void sendHead(long pauseMs) {
        Waiting head;
        synchronized (queue) {
            head = queue.peek();
            if (head == null) {
                sending = false;
                return;
            }
        }
        appender.append(head.event()).onComplete(appended -> {
            if (appended.succeeded()) {
                synchronized (queue) {
                    queue.poll();
                }
                head.taken().complete();
                sendHead(PAUSE_MIN_MS);
            } else {
                LOG.debugf("Redis did not take a routing event: %s", appended.cause().toString());
                vertx.setTimer(pauseMs, _ -> sendHead(Math.min(PAUSE_MAX_MS, pauseMs * 2)));
            }
        });
    }

    private int waiting() {
        synchronized (queue) {
            return queue.size();
        }
    }

    /// What waits when the service stops gets a last chance of a few seconds.
    void flush(@Observes ShutdownEvent stop) throws InterruptedException {
        Waiting last;
        synchronized (queue) {
            last = queue.peekLast();
        }
        if (last == null) {
            return;
        }
        try {
            last.taken()
                .future()
                .toCompletionStage()
                .toCompletableFuture()
                .get(FLUSH_AT_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.errorf("stopping with %d routing events that Redis did not take", waiting());
        }
    }
}
