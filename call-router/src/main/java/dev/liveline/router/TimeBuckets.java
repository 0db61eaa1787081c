package dev.liveline.router;

import java.time.Duration;

import io.micrometer.core.instrument.Timer;

/// The histogram buckets of what a caller or an agent waits for, in `/q/metrics` as `…_seconds_bucket`. Each set has the budget it is judged by as
/// a bound of its own, so that the share within it can be read off, over all replicas.
public final class TimeBuckets {

    private TimeBuckets() {}

    /// From a voice webhook to its TwiML: by itself some milliseconds; with Vapi up to `liveline.vapi.answer-budget` (4 s), 6 s at the worst, 15 s is
    /// Twilio's wall.
    public static Timer.Builder untilTwiml(Timer.Builder timer) {
        return timer.serviceLevelObjectives(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4), Duration.ofSeconds(6), Duration.ofSeconds(15));
    }

    /// A request to Vapi or Twilio: some 100 ms; the timeouts are 4 s and 5 s, a command's deadline is 15 s.
    public static Timer.Builder ofRequest(Timer.Builder timer) {
        return timer.serviceLevelObjectives(Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15));
    }
}
