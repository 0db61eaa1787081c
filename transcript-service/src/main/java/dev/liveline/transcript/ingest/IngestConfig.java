package dev.liveline.transcript.ingest;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Bounds of the streaming protocol.
@ConfigMapping(prefix = "liveline.ingest")
public interface IngestConfig {

    /// Open sockets of a replica; more get 429.
    @WithDefault("500")
    int maxSockets();

    /// Messages of one socket in work; while it is reached the socket is not read.
    @WithDefault("16")
    int maxPending();

    /// How often a client is asked for a sign of life; one that gives none until the next time is dropped.
    @WithDefault("PT20S")
    Duration probeEvery();

    /// Characters of one text.
    @WithDefault("10000")
    int maxText();
}
