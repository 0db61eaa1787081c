package dev.liveline.hub.live;

/// Counts what a peer sends: a burst at once, and so many a second after that. Time comes in with each message.
final class FloodGuard {

    private final int burst;
    private final int perSecond;
    private double tokens;
    private long last;

    FloodGuard(int burst, int perSecond, long nowMillis) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.tokens = burst;
        this.last = nowMillis;
    }

    /// Whether one more message is within bounds.
    boolean admits(long nowMillis) {
        tokens = Math.min(burst, tokens + (nowMillis - last) * perSecond / 1000.0);
        last = nowMillis;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
