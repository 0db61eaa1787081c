package dev.liveline.events.redis;

import io.vertx.core.Future;

/// What brings the entries of streams, for as long as it runs.
public sealed interface EntrySource permits ReadingLoop, PushedLoop {

    /// Returns at once; Redis may be absent.
    void start();

    /// @return done when nothing comes any more and nothing is in work
    Future<Void> stop();

    /// Closes the connection, if any, so that all starts again; for a delivery probe that was not answered.
    void reconnect();
}
