package dev.liveline.events.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.redis.ReadMode.EachOfUs;
import dev.liveline.events.redis.ReadingLoop.Settings;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// XREAD from a position of our own. The position is resolved to the stream's last id once, then it only follows what was read: reading
/// from `$` at every poll would miss what is written between polls.
final class BroadcastReading implements StreamReading {

    private final EachOfUs mode;
    private final Settings settings;
    private final LoopListener listener;
    private final Map<String, EntryId> positions = new LinkedHashMap<>();

    BroadcastReading(List<String> streams, EachOfUs mode, Settings settings, LoopListener listener) {
        this.mode = mode;
        this.settings = settings;
        this.listener = listener;
        streams.forEach(stream -> positions.put(stream, EntryId.UNRESOLVED));
    }

    @Override
    public Future<Void> prepare(RedisConnection connection) {
        List<Future<Void>> resolved = new ArrayList<>();
        for (String stream : positions.keySet()) {
            Request last = Request.cmd(Command.XREVRANGE).arg(stream).arg("+").arg("-").arg("COUNT").arg(1);
            resolved.add(connection.send(last).map(response -> {
                resolve(stream, response.size() == 0 ? EntryId.START : EntryId.parse(response.get(0).get(0).toString()));
                return null;
            }));
        }
        return Future.all(resolved).mapEmpty();
    }

    private void resolve(String stream, EntryId end) {
        EntryId position = positions.get(stream);
        if (position == EntryId.UNRESOLVED) {
            positions.put(stream, end);
        } else if (end.compareTo(position) < 0) {
            positions.put(stream, end);
            listener.historyLost(stream);
        }
    }

    @Override
    public Future<Void> ready() {
        return Future.succeededFuture();
    }

    @Override
    public Request request() {
        Request read = Request.cmd(Command.XREAD)
            .arg("COUNT")
            .arg(settings.batch())
            .arg("BLOCK")
            .arg(settings.block().toMillis())
            .arg("STREAMS");
        positions.keySet().forEach(read::arg);
        positions.values().forEach(position -> read.arg(position.toString()));
        return read;
    }

    @Override
    public int accept(@Nullable Response response) {
        return ReadResponse.forEach(response, entry -> {
            positions.put(entry.stream(), EntryId.parse(entry.id()));
            try {
                mode.handler().accept(entry);
                listener.handled(entry);
            } catch (RuntimeException failure) {
                listener.failed(entry, failure);
            }
        });
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }
}
