package dev.liveline.admin.vapi;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps to Vapi's limits: so many requests at once, and none while Vapi has asked for a pause. A pause asked of one request holds for all.
final class Pace {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Semaphore turns;
    private final AtomicLong pausedUntil = new AtomicLong(System.nanoTime());

    Pace(int concurrency) {
        this.turns = new Semaphore(concurrency, true);
    }

    /// Waits for a turn.
    ///
    /// @param deadline on the scale of [System#nanoTime]
    /// @return false if there was none in time; else the caller must [#leave]
    boolean enter(long deadline) throws InterruptedException {
        if (!turns.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            return false;
        }
        for (long wait = pausedUntil.get() - System.nanoTime(); wait > 0; wait = pausedUntil.get() - System.nanoTime()) {
            if (System.nanoTime() + wait - deadline > 0) {
                turns.release();
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(wait);
        }
        return true;
    }

    /// How long Vapi's pause still lasts; zero or less if there is none.
    Duration pausedFor() {
        return Duration.ofNanos(pausedUntil.get() - System.nanoTime());
    }

    void leave() {
        turns.release();
    }

    /// At most a minute: a wrong header must not silence this service for a day.
    void pause(Duration length) {
        long until = System.nanoTime() + Math.min(length.toNanos(), LONGEST_PAUSE.toNanos());
        pausedUntil.accumulateAndGet(until, (a, b) -> a - b > 0 ? a : b);
    }
}
