package dev.liveline.events.redis;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.redis.ReadMode.EachOfUs;
import dev.liveline.events.redis.ReadingLoop.Settings;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// XREAD from a position of our own.
final class BroadcastReading implements StreamReading {

    private final Positions positions;
    private final EachOfUs mode;
    private final Settings settings;
    private final LoopListener listener;

    BroadcastReading(Positions positions, EachOfUs mode, Settings settings, LoopListener listener) {
        this.positions = positions;
        this.mode = mode;
        this.settings = settings;
        this.listener = listener;
    }

    @Override
    public Future<Void> prepare(RedisConnection connection) {
        return positions.resolve(connection::send);
    }

    @Override
    public Future<Void> ready() {
        return Future.succeededFuture();
    }

    @Override
    public Request request() {
        return positions.from(Request.cmd(Command.XREAD)
            .arg("COUNT")
            .arg(settings.batch())
            .arg("BLOCK")
            .arg(settings.block().toMillis()));
    }

    @Override
    public int accept(@Nullable Response response) {
        return ReadResponse.forEach(response, this::take);
    }

    /// An entry that was read before is passed over.
    void take(StreamEntry entry) {
        if (positions.advance(entry)) {
            handle(entry);
        }
    }

    /// Hands an entry on that has no place on its stream.
    void handle(StreamEntry entry) {
        try {
            mode.handler().accept(entry);
            listener.handled(entry);
        } catch (RuntimeException failure) {
            listener.failed(entry, failure);
        }
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }
}
