package dev.liveline.simulator.bench;

import org.HdrHistogram.Histogram;

/// What became of the frames of one direction, over all calls of a load. Belongs to the load's event loop.
final class FrameTally {

    private static final long LONGEST_MICROS = 600_000_000L;

    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private long sinceNanos;
    private long received;
    private long lost;
    private long outOfOrder;

    void arrived(long sentNanos, long nowNanos) {
        received++;
        if (sentNanos - sinceNanos >= 0) {
            micros.recordValue(Math.clamp((nowNanos - sentNanos) / 1_000, 0, LONGEST_MICROS));
        }
    }

    void lost(long frames) {
        lost += frames;
    }

    void outOfOrder() {
        outOfOrder++;
    }

    /// What happened since the last time it was asked. Times are of frames that were also sent since then.
    BridgeLoad.Passed take(long nowNanos) {
        BridgeLoad.Passed passed = new BridgeLoad.Passed(received, lost, outOfOrder, millis(50), millis(99),
                micros.getMaxValue() / 1_000.0);
        micros.reset();
        received = 0;
        lost = 0;
        outOfOrder = 0;
        sinceNanos = nowNanos;
        return passed;
    }

    private double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }
}
