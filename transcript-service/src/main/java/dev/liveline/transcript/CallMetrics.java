package dev.liveline.transcript;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import dev.liveline.transcript.call.Measure;
import dev.liveline.transcript.call.Quality;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/// What the reducing and committing of calls shows of itself. Names begin with `liveline_transcript_`; no label grows with the calls.
@Singleton
final class CallMetrics {

    private final MeterRegistry registry;
    private final Timer commits;
    private final DistributionSummary steps;
    private final Counter conflicts;
    private final Counter forgotten;
    private final Timer lag;
    private final Timer responses;
    private final Counter laggy;
    private final Timer finalLag;
    private final DistributionSummary erasure;

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.commits = timer("liveline_transcript_commit", "From handing a commit in to its answer");
        this.steps = DistributionSummary.builder("liveline_transcript_commit_facts")
            .description("Facts that shared one commit")
            .register(registry);
        this.conflicts = counter("liveline_transcript_conflicts", "Commits that lost a race and were reduced again");
        this.forgotten = counter("liveline_transcript_forgotten", "Times Redis was found to hold less of a call than it did");
        this.lag = timer("liveline_transcript_lag", "From a message's own time to its commit");
        this.responses = timer("liveline_transcript_response_latency", "From the caller's final to the assistant speaking");
        this.laggy = counter("liveline_transcript_response_laggy", "Answers of the assistant that took over 300 ms");
        this.finalLag = timer("liveline_transcript_final_lag", "From the last partial of an utterance to its final");
        // In per cent: Micrometer sorts into buckets by whole numbers.
        this.erasure = DistributionSummary.builder("liveline_transcript_normalised_erasure")
            .baseUnit("percent")
            .description("Words taken back per hundred final words, per call at its end; under 20 reads as steady")
            .serviceLevelObjectives(5, 10, 20, 50, 100, 200)
            .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
            .description(description)
            .serviceLevelObjectives(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(50),
                    Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(1000), Duration.ofSeconds(3))
            .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void committed(long nanos, int facts) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
        steps.record(facts);
    }

    void conflict() {
        conflicts.increment();
    }

    void forgotten() {
        forgotten.increment();
    }

    /// Acknowledged messages were given up, because what Redis holds of their call is unusable.
    void dropped() {
        registry.counter("liveline_transcript_unusable").increment();
    }

    void lag(long millis) {
        lag.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    void count(Measure measure) {
        switch (measure) {
            case Measure.ResponseLatency(long ms) -> {
                responses.record(ms, TimeUnit.MILLISECONDS);
                if (ms > Quality.LAGGY_MS) {
                    laggy.increment();
                }
            }
            case Measure.FinalLag(long ms) -> finalLag.record(ms, TimeUnit.MILLISECONDS);
            case Measure.BargedIn(String source) ->
                registry.counter("liveline_transcript_barge_ins", "source", source).increment();
            case Measure.Dropped(String why) -> registry.counter("liveline_transcript_dropped", "why", why).increment();
            case Measure.Ended ended -> {
                registry.counter("liveline_transcript_calls_ended", "family", ended.family().word()).increment();
                erasure.record(ended.normalisedErasure() * 100);
            }
            case Measure.Opened _ -> registry.counter("liveline_transcript_calls_opened").increment();
        }
    }
}
