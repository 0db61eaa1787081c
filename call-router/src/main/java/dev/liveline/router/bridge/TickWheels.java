package dev.liveline.router.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.liveline.router.bridge.media.MuLaw;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/// One 20 ms timer for all calls of an event loop: a hundred timers would wake the loop a hundred times where once will do. A timer runs only
/// while its loop has calls.
final class TickWheels {

    /// Called on the event loop it was added from.
    interface Ticking {
        void tick();

        /// It threw; it is not ticked any more. Other calls go on.
        void broken(RuntimeException bug);
    }

    private static final class Wheel {
        private final List<Ticking> calls = new ArrayList<>();
        private long timer = NO_TIMER;
    }

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Map<Thread, Wheel> wheels = new ConcurrentHashMap<>();

    TickWheels(Vertx vertx) {
        this.vertx = vertx;
    }

    /// From now on it ticks. To be called on an event loop.
    ///
    /// @param root the loop's own context, so that the timer holds on to no request
    void add(Ticking call, Context root) {
        Wheel wheel = wheels.computeIfAbsent(Thread.currentThread(), _ -> new Wheel());
        wheel.calls.add(call);
        if (wheel.calls.size() == 1) {
            root.runOnContext(_ -> start(wheel));
        }
    }

    /// To be called on the same event loop.
    void remove(Ticking call) {
        Wheel wheel = wheels.get(Thread.currentThread());
        if (wheel != null) {
            wheel.calls.remove(call);
        }
    }

    private void start(Wheel wheel) {
        if (wheel.timer == NO_TIMER) {
            wheel.timer = vertx.setPeriodic(MuLaw.FRAME_MILLIS, _ -> turn(wheel));
        }
    }

    private void turn(Wheel wheel) {
        if (wheel.calls.isEmpty()) {
            vertx.cancelTimer(wheel.timer);
            wheel.timer = NO_TIMER;
            return;
        }
        // By index from the end: a call may remove itself, or another one, while it ticks.
        for (int i = wheel.calls.size() - 1; i >= 0; i--) {
            if (i < wheel.calls.size()) {
                tick(wheel.calls.get(i), wheel);
            }
        }
    }

    private static void tick(Ticking call, Wheel wheel) {
        try {
            call.tick();
        } catch (RuntimeException bug) {
            wheel.calls.remove(call);
            call.broken(bug);
        }
    }
}
