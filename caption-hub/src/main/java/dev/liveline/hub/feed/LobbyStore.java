package dev.liveline.hub.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.liveline.events.CallFields;
import dev.liveline.events.CallKeys;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Shards;
import dev.liveline.hub.audience.LobbyView;
import dev.liveline.hub.audience.Message;
import dev.liveline.hub.audience.Position;
import dev.liveline.hub.audience.SharedReads;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// Reads which calls are live, and what is known of each. Calls are read one by one, each as of its own `seq`: that is all a lobby needs.
public final class LobbyStore implements SharedReads.Source<LobbyView> {

    private static final Logger LOG = Logger.getLogger(LobbyStore.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int CALLS_A_BATCH = 200;

    private record Found(String callId, CallSummary call) {}

    private final Redis redis;
    private final Shards shards;
    private final int maxCalls;
    private final FeedListener listener;

    /// @param maxCalls of all shards together; those with the newest events are taken
    public LobbyStore(Redis redis, Shards shards, int maxCalls, FeedListener listener) {
        this.redis = redis;
        this.shards = shards;
        this.maxCalls = maxCalls;
        this.listener = listener;
    }

    @Override
    public void read(String key, long after, SharedReads.Answer<LobbyView> answer) {
        List<Future<List<Found>>> all = shards.all().mapToObj(this::shard).toList();
        Future.all(all).onComplete(done -> {
            if (done.succeeded()) {
                answer.arrived(new View(all.stream().flatMap(found -> found.result().stream()).toList()));
            } else {
                LOG.debugf("the live calls could not be read: %s", done.cause().toString());
                listener.readFailed();
                answer.unavailable();
            }
        });
    }

    private Future<List<Found>> shard(int shard) {
        int most = Math.max(1, maxCalls / shards.count());
        return redis.send(Request.cmd(Command.ZRANGE).arg(CallKeys.live(shard)).arg(0).arg(most - 1).arg("REV"))
            .compose(ids -> {
                List<Future<List<Found>>> batches = new ArrayList<>();
                for (int from = 0; from < ids.size(); from += CALLS_A_BATCH) {
                    List<String> batch = new ArrayList<>();
                    for (int i = from; i < Math.min(ids.size(), from + CALLS_A_BATCH); i++) {
                        batch.add(ids.get(i).toString());
                    }
                    batches.add(calls(batch));
                }
                return Future.all(batches)
                    .map(_ -> batches.stream().flatMap(batch -> batch.result().stream()).toList());
            });
    }

    private Future<List<Found>> calls(List<String> callIds) {
        List<Request> reads = callIds.stream()
            .map(id -> CallSummary.argsOf(Request.cmd(Command.HMGET).arg(CallKeys.of(shards, id).call())))
            .toList();
        return redis.batch(reads).map(answers -> {
            List<Found> found = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                Response values = answers.get(i);
                CallSummary call = new CallSummary(values, 0);
                if (call.exists() && !CallStatus.ENDED.wire().equals(call.status())) {
                    found.add(new Found(callIds.get(i), call));
                }
            }
            return found;
        });
    }

    private static final class View implements LobbyView {

        private final List<Found> calls;
        private final Map<String, Position> positions = new HashMap<>();

        View(List<Found> calls) {
            this.calls = calls;
            calls.forEach(found -> positions.put(found.callId,
                    new Position(found.call.standing().epoch(), found.call.standing().seq())));
        }

        @Override
        public boolean includes(Message event) {
            Position told = positions.get(event.callId());
            return told != null && event.seq() > 0 && told.epoch().equals(event.epoch()) && event.seq() <= told.seq();
        }

        @Override
        public Message snapshot(Predicate<@Nullable String> sees) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(256 + 300 * calls.size());
            try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
                json.writeStartObject();
                json.writeStringField("type", SnapshotJson.TYPE);
                json.writeArrayFieldStart("calls");
                for (Found found : calls) {
                    if (sees.test(found.call.team())) {
                        json.writeStartObject();
                        json.writeStringField("callId", found.callId);
                        json.writeStringField("epoch", found.call.standing().epoch());
                        json.writeNumberField("seq", found.call.standing().seq());
                        found.call.write(json);
                        json.writeEndObject();
                    }
                }
                json.writeEndArray();
                json.writeEndObject();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return Message.aside(SnapshotJson.TYPE, out.toByteArray());
        }
    }
}
