package dev.liveline.events.redis;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Future;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// What the two modes do differently within the one loop. Used on the loop's context only.
sealed interface StreamReading permits BroadcastReading, GroupReading {

    /// After each connect: learn positions, make groups.
    Future<Void> prepare(RedisConnection connection);

    /// Completes when there is room for another read.
    Future<Void> ready();

    /// The next blocking read.
    Request request();

    /// @param response what the read brought; null if nothing came within the block time
    /// @return how many entries
    int accept(@Nullable Response response);

    /// Completes when nothing is in work any more.
    Future<Void> stop();
}
