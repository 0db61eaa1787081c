package dev.liveline.hub.live;

import java.time.Duration;

/// Sends viewers away when the hub stops, spread evenly over a while.
public final class Drain {

    private final LiveLoops loops;
    private volatile boolean draining;

    public Drain(LiveLoops loops) {
        this.loops = loops;
    }

    public boolean isDraining() {
        return draining;
    }

    /// Lets nobody in any more and closes who is there.
    ///
    /// @param done called when everybody was told to go
    public void begin(Duration duration, Runnable done) {
        draining = true;
        loops.sendAway(duration, done);
    }

    /// Somebody's authorisation was withdrawn: everybody is looked at again.
    public void checkRights() {
        loops.forEach(Connection::checkRight);
    }
}
