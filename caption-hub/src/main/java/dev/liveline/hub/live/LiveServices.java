package dev.liveline.hub.live;

import java.time.Duration;
import java.time.InstantSource;

import dev.liveline.hub.HubConfig;
import dev.liveline.hub.access.Gate;
import dev.liveline.hub.access.Withdrawals;

/// What every connection needs beside its wire.
///
/// @param draining whether the hub is about to stop and lets nobody in
public record LiveServices(HubConfig.Viewers limits, Gate gate, Withdrawals withdrawals, LiveLoops loops, InstantSource clock,
        Draining draining) {

    /// Whether the hub is about to stop.
    public interface Draining {
        boolean isDraining();
    }

    Duration longestInterval() {
        return limits.pingInterval().compareTo(limits.commentInterval()) > 0 ? limits.pingInterval() : limits.commentInterval();
    }
}
