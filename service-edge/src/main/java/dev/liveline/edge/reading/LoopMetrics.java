package dev.liveline.edge.reading;

import org.jboss.logging.Logger;

import dev.liveline.events.redis.LoopListener;
import dev.liveline.events.redis.StreamEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts and logs what a [dev.liveline.events.redis.ReadingLoop] tells, the same way in every service, so that no trouble of a loop goes
/// unnoticed.
///
/// `liveline_stream_entries{stream,outcome}`: `handled`, `failed` (comes again), `reclaimed` (from a replica that did not finish it),
/// `dead-lettered`. `liveline_stream_reader{stream,event}`: `connected`, `disconnected`, `stalled`, `history-lost`. All are there from the start,
/// at 0, so that an alert on their growth sees the first. Entries' contents are never logged.
public final class LoopMetrics implements LoopListener {

    private static final Logger LOG = Logger.getLogger(LoopMetrics.class);

    private final String stream;
    private final Counter handled;
    private final Counter failed;
    private final Counter reclaimed;
    private final Counter deadLettered;
    private final Counter connected;
    private final Counter disconnected;
    private final Counter stalled;
    private final Counter historyLost;

    /// @param stream what the stream is called in metrics and logs: `routing`, `commands`, `assistants`; all shards are one
    public LoopMetrics(MeterRegistry registry, String stream) {
        this.stream = stream;
        this.handled = entries(registry, "handled");
        this.failed = entries(registry, "failed");
        this.reclaimed = entries(registry, "reclaimed");
        this.deadLettered = entries(registry, "dead-lettered");
        this.connected = reader(registry, "connected");
        this.disconnected = reader(registry, "disconnected");
        this.stalled = reader(registry, "stalled");
        this.historyLost = reader(registry, "history-lost");
    }

    private Counter entries(MeterRegistry registry, String outcome) {
        return Counter.builder("liveline_stream_entries")
            .description("Entries of Redis streams read by this service, by what became of them")
            .tag("stream", stream)
            .tag("outcome", outcome)
            .register(registry);
    }

    private Counter reader(MeterRegistry registry, String event) {
        return Counter.builder("liveline_stream_reader")
            .description("What happened to the connections that read Redis streams")
            .tag("stream", stream)
            .tag("event", event)
            .register(registry);
    }

    @Override
    public void connected() {
        connected.increment();
    }

    @Override
    public void disconnected(Throwable cause) {
        disconnected.increment();
        LOG.warnf("stream %s: the reader lost its connection: %s", stream, cause.toString());
    }

    @Override
    public void stalled() {
        stalled.increment();
        LOG.warnf("stream %s: a read did not come back", stream);
    }

    @Override
    public void historyLost(String name) {
        historyLost.increment();
        LOG.errorf("stream %s: Redis forgot entries that were read", stream);
    }

    @Override
    public void handled(StreamEntry entry) {
        handled.increment();
    }

    @Override
    public void failed(StreamEntry entry, Throwable cause) {
        failed.increment();
        LOG.warnf("stream %s: entry %s failed and comes again if it may: %s", stream, entry.id(), cause.getMessage());
    }

    @Override
    public void reclaimed(StreamEntry entry) {
        reclaimed.increment();
    }

    @Override
    public void deadLettered(StreamEntry entry, String reason) {
        deadLettered.increment();
        LOG.errorf("stream %s: entry %s was given up: %s", stream, entry.id(), reason);
    }
}
