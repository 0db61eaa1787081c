package dev.liveline.transcript.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.edge.RedisKind;
import dev.liveline.events.CallKeys;
import dev.liveline.events.Command.Forget;
import dev.liveline.events.Command.Order;
import dev.liveline.events.EventEntry;
import dev.liveline.events.EventHead;
import dev.liveline.events.EventJson;
import dev.liveline.events.Shards;
import dev.liveline.events.Streams;
import dev.liveline.events.UnreadableEntry;
import dev.liveline.events.redis.StreamAppender;
import dev.liveline.transcript.call.CallState;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// Forgets a call: its keys at once and atomically. Its CallSid and its words in the shard's event stream go before, and what came to the
/// stream meanwhile after, so that an erasure that fails half way can be asked for again. What it left on the streams between us and
/// call-router goes too, the dead letters included, and call-router is told to forget its part.
@Singleton
public final class Erasure {

    private static final String SOURCE = CommitScript.source("erase.lua");
    private static final int PAGE = 1000;

    private final Redis redis;
    private final Shards shards;
    private final InstantSource clock;
    private final CallSids callSids;
    private final StreamAppender appender;
    private final int streamLength;
    private final RedisKind kind;

    Erasure(Redis redis, Shards shards, InstantSource clock, CallSids callSids, StreamAppender appender,
            LivelineConfig liveline, RedisKind kind) {
        this.callSids = callSids;
        this.appender = appender;
        this.redis = redis;
        this.shards = shards;
        this.clock = clock;
        this.streamLength = liveline.streams().maxLength();
        this.kind = kind;
    }

    /// Whether later messages of a call are dropped because it was erased.
    public Future<Boolean> isErased(String callId) {
        return redis.send(Request.cmd(Command.EXISTS).arg(CallKeys.of(shards, callId).erased()))
            .map(found -> found.toInteger() == 1);
    }

    /// @param refuseFor how long later messages of the call are dropped
    public Future<Void> erase(CallState call, Duration refuseFor) {
        CallKeys keys = CallKeys.of(shards, call.callId());
        long now = clock.millis();
        EventHead news = EventHead.erased(call.callId(), call.epoch(), now, call.identity().team());
        Request erase = Request.cmd(Command.EVAL)
            .arg(SOURCE)
            .arg(8)
            .arg(keys.call())
            .arg(keys.log())
            .arg(keys.erased())
            .arg(keys.live())
            .arg(keys.ended())
            .arg(keys.events())
            .arg(ReportQueue.due(shards.of(call.callId())))
            .arg(ReportQueue.attempts(shards.of(call.callId())))
            .arg(call.callId())
            .arg(refuseFor.toMillis())
            .arg(streamLength)
            .arg(new EventEntry(news, EventJson.erased(call.callId(), now)).write())
            .arg(ReportQueue.MOST_RECEIVERS)
            .arg(kind.channel(keys.events()));
        String callSid = call.identity().callSid();
        Set<String> ids = callSid == null ? Set.of(call.callId()) : Set.of(call.callId(), callSid);
        Future<Void> sidForgotten = callSid == null ? Future.succeededFuture() : callSids.forget(callSid);
        return sidForgotten.compose(_ -> sweep(keys.commands(), ids, "-"))
            .compose(_ -> sweep(Streams.ROUTING, ids, "-"))
            .compose(_ -> sweep(Streams.deadLetters(keys.commands()), ids, "-"))
            .compose(_ -> sweep(Streams.deadLetters(Streams.ROUTING), ids, "-"))
            .compose(_ -> sweep(ReportQueue.dead(shards.of(call.callId())), ids, "-"))
            .compose(_ -> sweep(keys.events(), ids, "-"))
            .compose(last -> tellRouter(call).compose(_ -> redis.send(erase)).compose(_ -> sweep(keys.events(), ids, last)))
            .mapEmpty();
    }

    private Future<String> tellRouter(CallState call) {
        Order order = new Order(call.callId() + ":forget", call.callId(), "liveline", clock.millis());
        return appender.append(new Forget(order, call.identity().callSid()));
    }

    /// Takes the call's entries out of the event stream, page by page; what is left of it there is the news of its erasure.
    ///
    /// @return where to go on, to find what was written meanwhile
    private Future<String> sweep(String stream, Set<String> ids, String from) {
        return redis.send(Request.cmd(Command.XRANGE).arg(stream).arg(from).arg("+").arg("COUNT").arg(PAGE)).compose(page -> {
            List<String> found = new ArrayList<>();
            String last = null;
            for (Response entry : page) {
                last = entry.get(0).toString();
                if (isOf(entry.get(1), ids)) {
                    found.add(last);
                }
            }
            String next = last == null ? from : "(" + last;
            boolean more = page.size() == PAGE;
            return delete(stream, found).compose(_ -> more ? sweep(stream, ids, next) : Future.succeededFuture(next));
        });
    }

    private static boolean isOf(Response fields, Set<String> ids) {
        boolean ours = false;
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            String name = fields.get(i).toString();
            String value = fields.get(i + 1).toString();
            ours |= name.equals(StreamAppender.CALL) && ids.contains(value)
                    || name.equals(EventEntry.FIELD) && isOf(value, ids);
        }
        return ours;
    }

    private static boolean isOf(String entry, Set<String> ids) {
        try {
            EventHead event = EventEntry.read(entry).head();
            return event.seq() > 0 && ids.contains(event.callId());
        } catch (UnreadableEntry probe) {
            return false;
        }
    }

    private Future<Void> delete(String stream, List<String> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture();
        }
        Request delete = Request.cmd(Command.XDEL).arg(stream);
        ids.forEach(delete::arg);
        return redis.send(delete).mapEmpty();
    }
}
