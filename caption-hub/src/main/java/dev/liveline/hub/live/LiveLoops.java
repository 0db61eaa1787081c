package dev.liveline.hub.live;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.liveline.hub.audience.CaptionHub;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;

/// The loops viewers live on, made as connections arrive on them. There are as many as the HTTP server has.
public final class LiveLoops {

    private final CaptionHub hub;
    private final Duration pingInterval;
    private final Duration commentInterval;
    private final Map<EventLoop, LiveLoop> loops = new ConcurrentHashMap<>();

    public LiveLoops(CaptionHub hub, Duration pingInterval, Duration commentInterval) {
        this.hub = hub;
        this.pingInterval = pingInterval;
        this.commentInterval = commentInterval;
    }

    /// Runs an action for every connection, on its loop.
    void forEach(Consumer<Connection> action) {
        loops.values().forEach(loop -> loop.execute(() -> {
            loop.pings().forEach(action);
            loop.comments().forEach(action);
        }));
    }

    /// Sends everybody away: each loop closes its share, evenly over the duration.
    ///
    /// @param done called once, when all were told
    void sendAway(Duration duration, Runnable done) {
        List<LiveLoop> all = List.copyOf(loops.values());
        if (all.isEmpty()) {
            done.run();
            return;
        }
        AtomicInteger left = new AtomicInteger(all.size());
        all.forEach(loop -> loop.execute(() -> loop.sendAway(duration, () -> {
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        })));
    }

    LiveLoop of(EventLoop netty) {
        return loops.computeIfAbsent(netty, loop -> new LiveLoop(loop, hub, pingInterval, commentInterval));
    }

    LiveLoop of(Context context) {
        return of(((ContextInternal) context).nettyEventLoop());
    }
}
