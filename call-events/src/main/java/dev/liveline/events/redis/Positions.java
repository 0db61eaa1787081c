package dev.liveline.events.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// How far each of some streams was read by one reader of its own.
///
/// A position is set to the stream's last id once, then it only follows what was read: reading from `$` at every poll would miss what is
/// written between polls.
final class Positions {

    private final LoopListener listener;
    private final Map<String, EntryId> positions = new LinkedHashMap<>();

    Positions(List<String> streams, LoopListener listener) {
        this.listener = listener;
        streams.forEach(stream -> positions.put(stream, EntryId.UNRESOLVED));
    }

    /// After each connect: learns where new streams end, and which ones Redis forgot.
    Future<Void> resolve(Function<Request, Future<@Nullable Response>> redis) {
        List<Future<Void>> resolved = new ArrayList<>();
        for (String stream : positions.keySet()) {
            Request last = Request.cmd(Command.XREVRANGE).arg(stream).arg("+").arg("-").arg("COUNT").arg(1);
            resolved.add(redis.apply(last).map(response -> {
                boolean empty = response == null || response.size() == 0;
                resolve(stream, empty ? EntryId.START : EntryId.parse(response.get(0).get(0).toString()));
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

    /// @param read an XREAD that has its options
    Request from(Request read) {
        read.arg("STREAMS");
        positions.keySet().forEach(read::arg);
        positions.values().forEach(position -> read.arg(position.toString()));
        return read;
    }

    /// @return whether the entry lies behind the position, which it then becomes; false for one that was read before
    boolean advance(StreamEntry entry) {
        EntryId id = EntryId.parse(entry.id());
        EntryId position = positions.get(entry.stream());
        if (position != null && id.compareTo(position) <= 0) {
            return false;
        }
        positions.put(entry.stream(), id);
        return true;
    }
}
