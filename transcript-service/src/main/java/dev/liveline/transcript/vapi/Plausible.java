package dev.liveline.transcript.vapi;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// What a message may claim of its time. A number that can be no time counts as none: taken as it is, one message would push every later one
/// of its call into the past.
final class Plausible {

    /// 2015: before there was anything to tell of.
    private static final long EARLIEST = 1_420_070_400_000L;
    /// How far clocks may differ.
    private static final long AHEAD = TimeUnit.DAYS.toMillis(1);

    private Plausible() {}

    /// Epoch milliseconds; seconds are recognised as such.
    static @Nullable Long time(@Nullable Long claimed, long arrivedAt) {
        if (claimed == null) {
            return null;
        }
        long latest = arrivedAt + AHEAD;
        if (claimed >= EARLIEST && claimed <= latest) {
            return claimed;
        }
        return claimed >= EARLIEST / 1000 && claimed <= latest / 1000 ? Long.valueOf(claimed * 1000) : null;
    }
}
