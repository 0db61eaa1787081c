package dev.liveline.hub.feed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallFields;
import dev.liveline.events.CallKeys;
import dev.liveline.events.EventEntry;
import dev.liveline.events.EventHead;
import dev.liveline.events.EventTypes;
import dev.liveline.events.LogEntry;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.events.UnreadableEntry;
import dev.liveline.hub.audience.CallView;
import dev.liveline.hub.audience.Message;
import dev.liveline.hub.audience.SharedReads;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// Reads a call's summary, its open partials and its log in one atomic step, so that they belong to the same `seq`.
public final class CallStore implements SharedReads.Source<CallView> {

    private static final Logger LOG = Logger.getLogger(CallStore.class);

    /// A script, not MULTI: one command, one round trip, the same on a cluster. It writes nothing.
    private static final String READ = """
            local call = redis.call('HMGET', KEYS[1], unpack(ARGV, 2))
            local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)
            local log = redis.call('XRANGE', KEYS[2], ARGV[1], '+')
            return {call, first[1] and first[1][1] or '', log}
            """;

    private static final List<Speaker> SPEAKERS = List.of(Speaker.values());

    private final Redis redis;
    private final Shards shards;
    private final SnapshotJson snapshots;
    private final FeedListener listener;

    public CallStore(Redis redis, Shards shards, SnapshotJson snapshots, FeedListener listener) {
        this.redis = redis;
        this.shards = shards;
        this.snapshots = snapshots;
        this.listener = listener;
    }

    @Override
    public void read(String callId, long after, SharedReads.Answer<CallView> answer) {
        CallKeys keys = CallKeys.of(shards, callId);
        Request read = Request.cmd(Command.EVAL)
            .arg(READ)
            .arg(2)
            .arg(keys.call())
            .arg(keys.log())
            .arg((after + 1) + "-0");
        SPEAKERS.forEach(speaker -> read.arg(CallFields.open(speaker)));
        redis.send(CallSummary.argsOf(read)).map(found -> view(callId, after, found)).onComplete(done -> {
            if (done.succeeded()) {
                answer.arrived(done.result());
            } else {
                LOG.debugf("a call could not be read: %s", done.cause().toString());
                listener.readFailed();
                answer.unavailable();
            }
        });
    }

    private CallView view(String callId, long after, Response found) {
        CallSummary summary = new CallSummary(found.get(0), SPEAKERS.size());
        if (!summary.exists()) {
            return new CallView.Unknown(snapshots.unknown(callId));
        }
        String epoch = summary.standing().epoch();
        long seq = summary.standing().seq();
        List<Message> events = new ArrayList<>();
        List<Message> captions = new ArrayList<>();
        for (Response entry : found.get(2)) {
            Message event = logged(callId, epoch, summary.team(), entry);
            events.add(event);
            if (event.type().equals(EventTypes.CAPTION)) {
                captions.add(event);
            }
        }
        for (int i = 0; i < SPEAKERS.size(); i++) {
            Message open = open(summary.team(), found.get(0).get(i));
            if (open != null) {
                captions.add(open);
                if (open.seq() > after) {
                    events.add(open);
                }
            }
        }
        events.sort(Comparator.comparingLong(Message::seq));
        Message snapshot = after == 0 ? snapshots.known(callId, summary, captions) : null;
        return new CallView.Known(epoch, seq, summary.team(), firstHeld(found.get(1), seq), after, events,
                snapshot);
    }

    /// A call without a log holds nothing before its newest event.
    private static long firstHeld(Response firstId, long newest) {
        String id = firstId.toString();
        return id.isEmpty() ? newest + 1 : seqOf(id);
    }

    private static Message logged(String callId, String epoch, @Nullable String team, Response entry) {
        String type = "";
        String own = "";
        long at = 0;
        Long vapiAt = null;
        Response fields = entry.get(1);
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            String value = fields.get(i + 1).toString();
            switch (fields.get(i).toString()) {
                case LogEntry.TYPE -> type = value;
                case LogEntry.AT -> at = Long.parseLong(value);
                case LogEntry.VAPI_AT -> vapiAt = value.isEmpty() ? null : Long.valueOf(value);
                case LogEntry.OWN -> own = value;
                default -> {
                    // A field of a newer writer.
                }
            }
        }
        long seq = seqOf(entry.get(0).toString());
        String json = new LogEntry(seq, type, at, vapiAt, own).json(callId, epoch);
        return new Message(callId, epoch, seq, type, team, null, false, json.getBytes(StandardCharsets.UTF_8), 0);
    }

    private @Nullable Message open(@Nullable String team, @Nullable Response partial) {
        if (partial == null || partial.toString().isEmpty()) {
            return null;
        }
        EventEntry entry;
        try {
            entry = EventEntry.read(partial.toString());
        } catch (UnreadableEntry broken) {
            listener.unreadablePartial();
            return null;
        }
        EventHead head = entry.head();
        return new Message(head.callId(), head.epoch(), head.seq(), head.type(), team, head.utterance(), true,
                entry.json().getBytes(StandardCharsets.UTF_8), 0);
    }

    private static long seqOf(String id) {
        return Long.parseLong(id, 0, id.indexOf('-'), 10);
    }
}
