package dev.liveline.router.bridge.media;

import java.util.Arrays;

/// A histogram of short times in steps of 250 µs up to 100 ms; longer ones count as the longest.
final class WaitTimes {

    private static final int STEP_MICROS = 250;
    private static final int STEPS = 400;

    private final int[] counts = new int[STEPS + 1];
    private int total;
    private long longestMicros;

    void add(long micros) {
        counts[Math.clamp(micros / STEP_MICROS, 0, STEPS)]++;
        total++;
        longestMicros = Math.max(longestMicros, micros);
    }

    /// The upper end of the step the quantile lies in, never more than the longest time; 0 if there was nothing.
    double quantileMillis(double quantile) {
        long rank = (long) Math.ceil(quantile * total);
        long before = 0;
        for (int step = 0; step < STEPS && rank > 0; step++) {
            before += counts[step];
            if (before >= rank) {
                return Math.min((step + 1) * STEP_MICROS, longestMicros) / 1_000.0;
            }
        }
        return longestMicros / 1_000.0;
    }

    void reset() {
        Arrays.fill(counts, 0);
        total = 0;
        longestMicros = 0;
    }
}
