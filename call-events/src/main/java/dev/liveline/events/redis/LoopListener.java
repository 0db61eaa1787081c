package dev.liveline.events.redis;

/// What a reading loop tells of itself, for metrics and health. Called on its event loop; must not block. Entries hide their content.
public interface LoopListener {

    /// Counts nothing.
    LoopListener NONE = new LoopListener() {
    };

    /// The loop has (re)connected and knows its positions; what was written meanwhile is read next.
    default void connected() {}

    /// The connection failed; the loop tries again with backoff.
    default void disconnected(Throwable cause) {}

    /// A read did not come back in time: the watchdog gave the connection up.
    default void stalled() {}

    /// The stream ends before the position this loop had reached: Redis forgot writes. The position was set back to the stream's end.
    default void historyLost(String stream) {}

    /// An entry was handled.
    default void handled(StreamEntry entry) {}

    /// A handler failed; a work entry stays pending and comes again, a broadcast entry is passed over.
    default void failed(StreamEntry entry, Throwable cause) {}

    /// An entry of a replica that did not finish it was taken over.
    default void reclaimed(StreamEntry entry) {}

    /// An entry was given up and moved to the dead letters.
    default void deadLettered(StreamEntry entry, String reason) {}
}
