package dev.liveline.events.redis;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

import io.vertx.core.Future;

/// Who reads an entry: each of us, or one of us.
public sealed interface ReadMode {

    /// Every replica reads every entry from when it started, with a position of its own; nothing is acknowledged. For fan-out.
    ///
    /// @param handler called on the loop's event loop, in stream order; must not block. What it throws is counted and the entry passed over
    record EachOfUs(Consumer<StreamEntry> handler) implements ReadMode {}

    /// One replica of the group handles an entry, at least once. Entries with the same `call` field are handled one after the other
    /// within a replica. An entry whose handler failed, or whose replica died, is handled again after `minIdle`; after `maxDeliveries` it
    /// goes to the dead-letter stream.
    ///
    /// @param consumer      this replica's name in the group, such as its host name
    /// @param maxInFlight   entries in work at once; no more are read while it is reached
    /// @param minIdle       must be longer than any handler takes, or two replicas work on one entry
    /// @param maxDeliveries at least 1
    /// @param handler       its future's success acknowledges the entry; failing with
    ///                      [dev.liveline.events.UnreadableEntry] sends it to the dead letters at once
    record OneOfUs(String group, String consumer, int maxInFlight, Duration minIdle, int maxDeliveries,
            Function<StreamEntry, Future<Void>> handler) implements ReadMode {}
}
