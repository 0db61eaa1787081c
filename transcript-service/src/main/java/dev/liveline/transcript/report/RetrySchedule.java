package dev.liveline.transcript.report;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// When a receiver that failed is asked again: pauses that triple, up to the longest, for so many attempts. A receiver that names a longer
/// pause (`Retry-After`) gets it, up to the longest as well.
///
/// @param first    pause after the first failure
/// @param longest  of all pauses
/// @param attempts in all, the first included
record RetrySchedule(Duration first, Duration longest, int attempts) {

    /// The pause after a failure; null if there is no further attempt.
    ///
    /// @param failures so far, from 1
    /// @param asked    what the receiver asked for, if it did
    @Nullable
    Duration after(int failures, @Nullable Duration asked) {
        if (failures >= attempts) {
            return null;
        }
        double times = Math.pow(3, Math.min(failures - 1, 20));
        Duration pause = Duration.ofMillis((long) Math.min(longest.toMillis(), first.toMillis() * times));
        if (asked == null || asked.compareTo(pause) <= 0) {
            return pause;
        }
        return asked.compareTo(longest) < 0 ? asked : longest;
    }
}
