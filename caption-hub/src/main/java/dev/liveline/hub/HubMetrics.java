package dev.liveline.hub;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import dev.liveline.hub.audience.AudienceListener;
import dev.liveline.hub.audience.CloseReason;
import dev.liveline.hub.audience.Message;
import dev.liveline.hub.feed.FeedListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/// The hub's metrics, `liveline_hub_…`. None is labelled by call or person.
public final class HubMetrics implements AudienceListener, FeedListener {

    private final InstantSource clock;
    private final LongAdder deliveries = new LongAdder();
    private final LongAdder conflated = new LongAdder();
    private final LongAdder read = new LongAdder();
    private final AtomicLong highMessages = new AtomicLong();
    private final AtomicLong highBytes = new AtomicLong();
    private final Map<Start, Counter> starts = new EnumMap<>(Start.class);
    private final Map<CloseReason, Counter> closes = new EnumMap<>(CloseReason.class);
    private final Counter probesMissed;
    private final Counter reconnects;
    private final Counter historiesLost;
    private final Counter passedOver;
    private final Counter readsFailed;
    private final Counter unreadablePartials;
    private final Timer age;
    private final Counter painted;
    private final Timer paintMedian;
    private final Timer paintSlowest;

    public HubMetrics(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        counted(registry, "liveline_hub_deliveries", "events handed to viewers", deliveries);
        counted(registry, "liveline_hub_conflated", "unsent partials replaced by a newer caption", conflated);
        counted(registry, "liveline_hub_events_read", "events read from the streams, watched or not", read);
        Gauge.builder("liveline_hub_outbox_high_messages", highMessages, high -> high.getAndSet(0))
            .description("most messages in one viewer's outbox since the last scrape")
            .register(registry);
        Gauge.builder("liveline_hub_outbox_high_bytes", highBytes, high -> high.getAndSet(0))
            .description("most bytes in one viewer's outbox since the last scrape")
            .register(registry);
        for (Start start : Start.values()) {
            starts.put(start, Counter.builder("liveline_hub_joins").tag("outcome", word(start)).register(registry));
        }
        for (CloseReason reason : CloseReason.values()) {
            closes.put(reason, Counter.builder("liveline_hub_closes").tag("reason", word(reason)).register(registry));
        }
        probesMissed = registry.counter("liveline_hub_probes_missed");
        reconnects = registry.counter("liveline_hub_feed_reconnects");
        historiesLost = registry.counter("liveline_hub_feed_histories_lost");
        passedOver = registry.counter("liveline_hub_feed_entries_passed_over");
        readsFailed = registry.counter("liveline_hub_reads_failed");
        unreadablePartials = registry.counter("liveline_hub_unreadable_partials");
        age = Timer.builder("liveline_hub_event_age")
            .description("from an event's time, by the clock of the transcript-service that made it, to its sending")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
        painted = registry.counter("liveline_hub_captions_painted");
        paintMedian = Timer.builder("liveline_hub_paint_lag_median")
            .description("webhook to glass, as pages report it: the median of each report")
            .register(registry);
        paintSlowest = Timer.builder("liveline_hub_paint_lag_p95")
            .description("webhook to glass, as pages report it: the 95th percentile of each report")
            .register(registry);
    }

    @Override
    public void delivered(Message event, int viewers) {
        deliveries.add(viewers);
        if (event.writtenAt() > 0) {
            age.record(Math.max(0, clock.millis() - event.writtenAt()), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void conflated() {
        conflated.increment();
    }

    @Override
    public void held(int messages, int bytes) {
        highMessages.accumulateAndGet(messages, Math::max);
        highBytes.accumulateAndGet(bytes, Math::max);
    }

    @Override
    public void started(Start start) {
        starts.get(start).increment();
    }

    @Override
    public void closed(CloseReason reason) {
        closes.get(reason).increment();
    }

    @Override
    public void read(int shard) {
        read.increment();
    }

    @Override
    public void probeMissed(int shard) {
        probesMissed.increment();
    }

    @Override
    public void reconnecting(int shard) {
        reconnects.increment();
    }

    @Override
    public void historyLost(int shard) {
        historiesLost.increment();
    }

    @Override
    public void passedOver(int shard) {
        passedOver.increment();
    }

    @Override
    public void readFailed() {
        readsFailed.increment();
    }

    @Override
    public void unreadablePartial() {
        unreadablePartials.increment();
    }

    /// A page's report of the last while.
    ///
    /// @param captions how many captions it painted
    /// @param median   from the webhook's arrival to the paint
    /// @param p95      the same, 95th percentile
    public void painted(int captions, Duration median, Duration p95) {
        painted.increment(captions);
        paintMedian.record(median);
        paintSlowest.record(p95);
    }

    private static void counted(MeterRegistry registry, String name, String what, LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::doubleValue).description(what).register(registry);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
