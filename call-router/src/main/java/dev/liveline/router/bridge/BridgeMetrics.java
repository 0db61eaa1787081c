package dev.liveline.router.bridge;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.liveline.router.bridge.media.BargeIn;
import dev.liveline.router.bridge.media.MediaQuality;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;

/// The bridge in numbers: `liveline_bridge_…`. Counts of a call are added each time its quality is told; only times are taken per frame.
@ApplicationScoped
public class BridgeMetrics {

    private static final Duration[] LATENCY_STEPS = { Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5),
            Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(100) };

    private final MeterRegistry registry;
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicInteger callerHighWater = new AtomicInteger();
    private final AtomicInteger assistantHighWater = new AtomicInteger();
    private final Counter fromCaller;
    private final Counter toCaller;
    private final Counter lost;
    private final Counter late;
    private final Counter duplicated;
    private final Counter filled;
    private final Counter skipped;
    private final Counter callerPushedOut;
    private final Counter assistantPushedOut;
    private final Counter cut;
    private final Counter falseBargeIns;
    private final Counter staleEchoes;
    private final Counter malformed;
    private final Counter keysLost;
    private final Counter reconnects;
    private final Counter unbridged;
    private final DistributionSummary jitter;
    private final Timer toAssistantLatency;
    private final Timer toCallerLatency;
    private final Timer flush;
    private final Map<BridgeEnding, Counter> endings = new EnumMap<>(BridgeEnding.class);

    public BridgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.fromCaller = tagged("liveline_bridge_frames", "direction", "caller", "Frames of audio, by who spoke");
        this.toCaller = tagged("liveline_bridge_frames", "direction", "assistant", "Frames of audio, by who spoke");
        this.lost = counter("liveline_bridge_lost_frames", "Frames of callers that never came");
        this.late = counter("liveline_bridge_late_frames", "Frames of callers that came after their turn");
        this.duplicated = counter("liveline_bridge_duplicated_frames", "Frames of callers that came twice");
        this.filled = counter("liveline_bridge_filled_frames", "Frames of silence sent in place of the caller's");
        this.skipped = counter("liveline_bridge_skipped_frames",
                "Pieces of assistants' silence between utterances left out to catch up");
        this.callerPushedOut = tagged("liveline_bridge_pushed_out_frames", "direction", "caller",
                "Frames lost because too many waited, by who spoke");
        this.assistantPushedOut = tagged("liveline_bridge_pushed_out_frames", "direction", "assistant",
                "Frames lost because too many waited, by who spoke");
        this.cut = counter("liveline_bridge_cut_frames", "Pieces of assistants' audio kept from callers after a barge-in");
        this.falseBargeIns = counter("liveline_bridge_false_barge_ins", "Barge-ins that turned out to be none");
        this.staleEchoes = counter("liveline_bridge_stale_echoes", "Echoes of marks that proved nothing");
        this.malformed = counter("liveline_bridge_malformed_messages", "Messages on media sockets that could not be read");
        this.keysLost = counter("liveline_bridge_lost_key_entries",
                "Entries of callers' keys lost because too many waited for an assistant's socket");
        this.reconnects = counter("liveline_bridge_reconnects", "Attempts to open an assistant's socket again");
        this.unbridged = counter("liveline_bridge_unbridged_calls",
                "Calls of Vapi that nobody ever spoke on, which were ended");
        this.jitter = DistributionSummary.builder("liveline_bridge_jitter")
            .description("Interarrival jitter of callers' frames (RFC 3550), one sample a call and report")
            .baseUnit("milliseconds")
            .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100)
            .register(registry);
        this.toAssistantLatency = latency("caller");
        this.toCallerLatency = latency("assistant");
        this.flush = Timer.builder("liveline_bridge_flush_latency")
            .description("From the first sign of a caller's speech to the flush of the assistant's audio")
            .serviceLevelObjectives(LATENCY_STEPS)
            .register(registry);
        Arrays.stream(BridgeEnding.values())
            .forEach(e -> endings.put(e,
                    tagged("liveline_bridge_closes", "reason", e.word(), "Bridges that ended, by reason")));
        Gauge.builder("liveline_bridge_live", live, AtomicInteger::get)
            .description("Media sockets that are open")
            .register(registry);
        highWater("caller", callerHighWater);
        highWater("assistant", assistantHighWater);
    }

    void opened() {
        live.incrementAndGet();
    }

    void closed(BridgeEnding ending) {
        live.decrementAndGet();
        endings.get(ending).increment();
    }

    /// @param reason a word of a closed set
    void refused(String reason) {
        tagged("liveline_bridge_refused_handshakes", "reason", reason, "Media sockets that were not let in").increment();
    }

    void told(MediaQuality quality) {
        fromCaller.increment(quality.callerFrames());
        toCaller.increment(quality.assistantFrames());
        lost.increment(quality.lost());
        late.increment(quality.late());
        duplicated.increment(quality.duplicated());
        filled.increment(quality.filled());
        skipped.increment(quality.skipped());
        callerPushedOut.increment(quality.callerPushedOut());
        assistantPushedOut.increment(quality.assistantPushedOut());
        cut.increment(quality.cut());
        falseBargeIns.increment(quality.falseBargeIns());
        staleEchoes.increment(quality.staleEchoes());
        if (quality.callerFrames() > 0) {
            jitter.record(quality.jitterMillis());
        }
    }

    void waited(int callerMillis, int assistantMillis) {
        callerHighWater.accumulateAndGet(callerMillis, Math::max);
        assistantHighWater.accumulateAndGet(assistantMillis, Math::max);
    }

    void toAssistant(long waitedMicros) {
        toAssistantLatency.record(waitedMicros, TimeUnit.MICROSECONDS);
    }

    void toCaller(long waitedMicros) {
        toCallerLatency.record(waitedMicros, TimeUnit.MICROSECONDS);
    }

    void flushed(BargeIn bargeIn, long handledMicros) {
        flush.record(bargeIn.afterMicros() + handledMicros, TimeUnit.MICROSECONDS);
    }

    void malformed() {
        malformed.increment();
    }

    void keysLost() {
        keysLost.increment();
    }

    void reconnect() {
        reconnects.increment();
    }

    void unbridged() {
        unbridged.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Counter tagged(String name, String tag, String value, String description) {
        return Counter.builder(name).description(description).tag(tag, value).register(registry);
    }

    private Timer latency(String direction) {
        return Timer.builder("liveline_bridge_added_latency")
            .description("How long a frame was held between the sockets, by who spoke; the assistant's includes pacing")
            .tag("direction", direction)
            .serviceLevelObjectives(LATENCY_STEPS)
            .register(registry);
    }

    private void highWater(String direction, AtomicInteger millis) {
        Gauge.builder("liveline_bridge_queue_high_water", millis, AtomicInteger::get)
            .description("The most audio of one call that waited, since the start, by who spoke")
            .baseUnit("milliseconds")
            .tag("direction", direction)
            .register(registry);
    }
}
