package dev.liveline.hub.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.RedisKind;
import dev.liveline.events.redis.EventAppend;
import dev.liveline.events.CallEvent;
import dev.liveline.events.BargeInSource;
import dev.liveline.events.CallEvent.BargeIn;
import dev.liveline.events.CallEvent.CallEnded;
import dev.liveline.events.CallEvent.CallStarted;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.CallEvent.Speech;
import dev.liveline.events.CallEvent.StatusChanged;
import dev.liveline.events.CallEvent.ToolAnswered;
import dev.liveline.events.CallFields;
import dev.liveline.events.CallKeys;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Envelope;
import dev.liveline.events.EventEntry;
import dev.liveline.events.EventHead;
import dev.liveline.events.EventJson;
import dev.liveline.events.LogEntry;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.events.Standing;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/// One call as transcript-service would write it: each event one transaction over the call's hash, its log and its shard's event stream.
/// Used by one thread.
public final class CallWriter {

    private final Redis redis;
    private final String callId;
    private final String epoch;
    private final @Nullable String team;
    private final CallKeys keys;
    private final List<CallEvent> written = new ArrayList<>();
    private final Map<Speaker, int[]> open = new HashMap<>();
    private long seq;
    private int utterances;

    public CallWriter(Redis redis, Shards shards, String callId, String epoch, @Nullable String team) {
        this.redis = redis;
        this.callId = callId;
        this.epoch = epoch;
        this.team = team;
        this.keys = CallKeys.of(shards, callId);
    }

    public String callId() {
        return callId;
    }

    public String epoch() {
        return epoch;
    }

    public long seq() {
        return seq;
    }

    public CallKeys keys() {
        return keys;
    }

    /// All that was written, as the JSON viewers get, in order.
    public List<String> written() {
        return written.stream().map(EventJson::write).toList();
    }

    /// The finals that were written, as the JSON viewers get, in order.
    public List<String> finals() {
        return written.stream()
            .filter(event -> event instanceof Caption caption && caption.last())
            .map(EventJson::write)
            .toList();
    }

    /// The `seq` of every event after a position that is no partial, in order.
    public List<Long> settledAfter(long joined) {
        return written.stream()
            .filter(event -> !(event instanceof Caption caption) || caption.last())
            .map(event -> event.envelope().seq())
            .filter(settled -> settled > joined)
            .toList();
    }

    /// Goes on where another writer of the same call stands.
    public CallWriter after(CallWriter other) {
        seq = other.seq;
        utterances = other.utterances;
        return this;
    }

    public CallWriter started() {
        commit(new CallStarted(next(), "+15550001111", "+15550002222", "assistant-1", "sip", team));
        return status(CallStatus.IN_PROGRESS);
    }

    public CallWriter status(CallStatus status) {
        return commit(new StatusChanged(next(), status));
    }

    public CallWriter speech(Speaker speaker, boolean speaking) {
        return commit(new Speech(next(), speaker, speaking));
    }

    /// The assistant asks for a person to take over.
    public CallWriter askedForPerson() {
        return commit(new ToolAnswered(next(), "tool-" + seq, "escalate_to_human", true, 12));
    }

    /// The caller cuts the newest utterance.
    public CallWriter bargeIn() {
        return commit(new BargeIn(next(), BargeInSource.VAPI, utterances, null, null));
    }

    public CallWriter partial(Speaker speaker, String text) {
        return caption(speaker, text, false);
    }

    public CallWriter last(Speaker speaker, String text) {
        return caption(speaker, text, true);
    }

    public CallWriter ended() {
        return commit(new CallEnded(next(), "customer-ended-call", 1000));
    }

    /// An event that is committed, but whose way to the hubs is lost.
    public CallWriter lostOnTheWay(Speaker speaker, String text) {
        int[] utterance = open.remove(speaker);
        Caption event = new Caption(next(), speaker, utterance == null ? ++utterances : utterance[0],
                utterance == null ? 1 : utterance[1] + 1, true, text, null);
        written.add(event);
        join(transaction(event, false));
        return this;
    }

    /// An event that was told comes once more, behind those that were told after it.
    public CallWriter late(int index) {
        join(send(streamed(EventEntry.of(written.get(index), team))));
        return this;
    }

    /// What a failover that forgot the newest writes leaves: the call as it was some events ago.
    public CallWriter forget(int events) {
        for (int i = 0; i < events; i++) {
            CallEvent gone = written.removeLast();
            join(send(Request.cmd(Command.XDEL).arg(keys.log()).arg(gone.envelope().seq() + "-0")));
        }
        seq -= events;
        join(send(Request.cmd(Command.XSETID).arg(keys.log()).arg(seq + "-0")));
        join(send(Request.cmd(Command.HSET).arg(keys.call()).arg(CallFields.STANDING).arg(standing(now()))));
        return this;
    }

    /// What a Redis that came back empty leaves: nothing of the call, and nobody was told.
    public CallWriter forgetAll() {
        join(send(Request.cmd(Command.DEL).arg(keys.call()).arg(keys.log())));
        return this;
    }

    /// Every key of the call is gone and viewers are told.
    public void erase() {
        join(send(Request.cmd(Command.DEL).arg(keys.call()).arg(keys.log())));
        join(send(Request.cmd(Command.ZREM).arg(keys.live()).arg(callId)));
        long at = now();
        join(send(streamed(new EventEntry(EventHead.erased(callId, epoch, at, team), EventJson.erased(callId, at)))));
    }

    private CallWriter caption(Speaker speaker, String text, boolean last) {
        int[] utterance = open.computeIfAbsent(speaker, _ -> new int[]{ ++utterances, 0 });
        utterance[1]++;
        if (last) {
            open.remove(speaker);
        }
        return commit(new Caption(next(), speaker, utterance[0], utterance[1], last, text, null));
    }

    private CallWriter commit(CallEvent event) {
        written.add(event);
        join(transaction(event, true));
        return this;
    }

    private Future<List<Response>> transaction(CallEvent event, boolean streamed) {
        EventEntry entry = EventEntry.of(event, team);
        List<Request> steps = new ArrayList<>();
        steps.add(Request.cmd(Command.MULTI));
        Request state = Request.cmd(Command.HSET)
            .arg(keys.call())
            .arg(CallFields.STANDING)
            .arg(standing(event.envelope().at()));
        if (team != null) {
            state.arg(CallFields.TEAM).arg(team);
        }
        switch (event) {
            case CallStarted started -> state.arg(CallFields.FROM)
                .arg(started.from())
                .arg(CallFields.TO)
                .arg(started.to())
                .arg(CallFields.STARTED_AT)
                .arg(event.envelope().at())
                .arg(CallFields.CONTROL_URL)
                .arg("https://control.example/secret");
            case StatusChanged changed -> state.arg(CallFields.STATUS).arg(changed.status().wire());
            case Caption caption -> state.arg(CallFields.open(caption.speaker()))
                .arg(caption.last() ? "" : entry.write());
            case CallEnded ended -> state.arg(CallFields.STATUS)
                .arg(CallStatus.ENDED.wire())
                .arg(CallFields.ENDED_AT)
                .arg(ended.envelope().at())
                .arg(CallFields.ENDED_REASON)
                .arg(ended.reason());
            case Speech speech -> state
                .arg(speech.speaker() == Speaker.CALLER ? CallFields.SPEAKING_CALLER : CallFields.SPEAKING_ASSISTANT)
                .arg(speech.speaking() ? "1" : "0");
            case BargeIn _ -> state.arg(CallFields.BARGE_INS)
                .arg(written.stream().filter(before -> before instanceof BargeIn).count());
            case ToolAnswered _ -> state.arg(CallFields.ASKED_FOR_PERSON_AT).arg(event.envelope().at());
            case CallEvent.CommandFinished _,CallEvent.MediaQuality _ -> {
                // They leave nothing in the hash that viewers see.
            }
        }
        steps.add(state);
        if (!entry.head().partial()) {
            steps.add(Request.cmd(Command.XADD)
                .arg(keys.log())
                .arg(event.envelope().seq() + "-0")
                .arg(LogEntry.TYPE)
                .arg(event.type())
                .arg(LogEntry.AT)
                .arg(event.envelope().at())
                .arg(LogEntry.VAPI_AT)
                .arg(event.envelope().vapiAt() == null ? "" : event.envelope().vapiAt().toString())
                .arg(LogEntry.OWN)
                .arg(EventJson.own(event)));
        }
        steps.add(event instanceof CallEnded
                ? Request.cmd(Command.ZREM).arg(keys.live()).arg(callId)
                : Request.cmd(Command.ZADD).arg(keys.live()).arg(event.envelope().at()).arg(callId));
        if (streamed) {
            steps.add(streamed(entry));
        }
        steps.add(Request.cmd(Command.EXEC));
        return redis.batch(steps);
    }

    /// Partials are published in passing, everything else is appended and published.
    private Request streamed(EventEntry entry) {
        String channel = RedisKind.ONE.channel(keys.events());
        return entry.head().partial() ? Request.cmd(Command.PUBLISH).arg(channel).arg("- " + entry.write())
                : EventAppend.request(keys.events(), channel, 100_000, entry.write());
    }

    private Future<Response> send(Request request) {
        return redis.send(request);
    }

    private Envelope next() {
        long now = now();
        return new Envelope(callId, epoch, ++seq, now, now - 40);
    }

    private String standing(long at) {
        return new Standing(epoch, seq, seq, at).write();
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private static <T> T join(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("Redis did not take it", failure);
        }
    }
}
