package dev.liveline.transcript.ingest;

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

    /// Characters of one text.
    @WithDefault("10000")
    int maxText();
}
