package dev.liveline.hub.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.RedisKind;
import dev.liveline.events.redis.EventAppend;
import dev.liveline.events.BargeInSource;
import dev.liveline.events.CallEvent;
import dev.liveline.events.CallFields;
import dev.liveline.events.CallKeys;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Envelope;
import dev.liveline.events.EventEntry;
import dev.liveline.events.EventJson;
import dev.liveline.events.LogEntry;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.events.Standing;
import io.quarkus.redis.datasource.RedisDataSource;

/// A call as transcript-service leaves it in Redis, played by a test line by line: each method is one event, in state, log and stream.
final class PlayedCall {

    /// Who answers every one of them.
    static final String ASSISTANT = "3f2a9c10-7d54-4e0b-9a61-c0ffee00a551";

    final String callId = UUID.randomUUID().toString();
    final String team;
    private final String from;
    private final String epoch = "e" + callId.substring(0, 8);
    private final CallKeys keys;
    private final RedisDataSource redis;
    private final Map<String, String> pending = new HashMap<>();
    private long seq;
    private int utterances;
    private boolean over;
    private int bargeIns;
    private int revision;
    private long agoMs;

    private PlayedCall(RedisDataSource redis, Shards shards, String from, String team) {
        this.redis = redis;
        this.keys = CallKeys.of(shards, callId);
        this.from = from;
        this.team = team;
    }

    /// Takes all calls off the list of live ones: what other tests left behind is not seen.
    static void noneIsLive(RedisDataSource redis, Shards shards) {
        shards.all().forEach(shard -> redis.execute("DEL", CallKeys.live(shard)));
    }

    /// A call that begins to ring now.
    static PlayedCall rings(RedisDataSource redis, Shards shards, String from, String team) {
        return new PlayedCall(redis, shards, from, team).begin(0);
    }

    /// A call that began some time ago; [#now] brings it to the present.
    static PlayedCall rang(RedisDataSource redis, Shards shards, String from, String team, long secondsAgo) {
        return new PlayedCall(redis, shards, from, team).begin(secondsAgo * 1000);
    }

    private PlayedCall begin(long ago) {
        agoMs = ago;
        state(Map.of(CallFields.STATUS, CallStatus.RINGING.wire(), CallFields.FROM, from,
                CallFields.TO,
                "+15550100999", CallFields.TEAM, team, CallFields.ASSISTANT_ID, ASSISTANT, CallFields.ROUTE, "bridge",
                CallFields.STARTED_AT, Long.toString(at())));
        add(e -> new CallEvent.CallStarted(e, from, "+15550100999", ASSISTANT, "bridge", team));
        return this;
    }

    /// What follows happened so many seconds later than what came before.
    PlayedCall after(double seconds) {
        agoMs = Math.max(0, agoMs - (long) (seconds * 1000));
        return this;
    }

    /// What follows happens now.
    PlayedCall now() {
        agoMs = 0;
        return this;
    }

    PlayedCall status(CallStatus status) {
        state(Map.of(CallFields.STATUS, status.wire()));
        add(e -> new CallEvent.StatusChanged(e, status));
        return this;
    }

    PlayedCall answered() {
        return status(CallStatus.IN_PROGRESS);
    }

    PlayedCall speaks(Speaker speaker, boolean speaking) {
        state(Map.of(speaker == Speaker.CALLER ? CallFields.SPEAKING_CALLER : CallFields.SPEAKING_ASSISTANT,
                speaking ? "1" : "0"));
        add(e -> new CallEvent.Speech(e, speaker, speaking));
        return this;
    }

    /// A revision of the utterance that is open, or the first of a new one.
    PlayedCall partial(Speaker speaker, String text) {
        if (revision == 0) {
            utterances++;
        }
        int number = ++revision;
        add(e -> new CallEvent.Caption(e, speaker, utterances, number, false, text, null));
        return this;
    }

    /// The final of the utterance that is open, or a whole one.
    PlayedCall says(Speaker speaker, String text) {
        if (revision == 0) {
            utterances++;
        }
        int number = revision + 1;
        revision = 0;
        add(e -> new CallEvent.Caption(e, speaker, utterances, number, true, text, 0.94));
        return this;
    }

    PlayedCall bargeIn(String heard) {
        bargeIns++;
        state(Map.of(CallFields.BARGE_INS, Integer.toString(bargeIns)));
        int cut = utterances;
        add(e -> new CallEvent.BargeIn(e, BargeInSource.VAPI, cut, heard, 0.91));
        return this;
    }

    PlayedCall tool(String name) {
        add(e -> new CallEvent.ToolAnswered(e, "t" + seq, name, true, 31));
        return this;
    }

    PlayedCall command(String commandId, String kind, boolean done, @Nullable String detail) {
        add(e -> new CallEvent.CommandFinished(e, commandId, kind, done, "sue", detail));
        return this;
    }

    PlayedCall media() {
        add(e -> new CallEvent.MediaQuality(e, 0, 3, 41));
        return this;
    }

    PlayedCall ends(String reason) {
        state(Map.of(CallFields.STATUS, CallStatus.ENDED.wire(), CallFields.ENDED_AT, Long.toString(at()),
                CallFields.ENDED_REASON,
                reason));
        add(e -> new CallEvent.CallEnded(e, reason, 60_000));
        over = true;
        redis.execute("ZREM", keys.live(), callId);
        redis.execute("ZADD", keys.ended(), Long.toString(at()), callId);
        return this;
    }

    /// Takes every trace of it out of Redis.
    void forget() {
        redis.execute("DEL", keys.call(), keys.log());
        redis.execute("ZREM", keys.live(), callId);
        redis.execute("ZREM", keys.ended(), callId);
    }

    private long at() {
        return System.currentTimeMillis() - agoMs;
    }

    private void add(Function<Envelope, CallEvent> made) {
        long at = at();
        CallEvent event = made.apply(new Envelope(callId, epoch, ++seq, at, at));
        EventEntry entry = EventEntry.of(event, team);
        Map<String, String> state = new HashMap<>(pending);
        pending.clear();
        state.putAll(
                Map.of(CallFields.STANDING, new Standing(epoch, seq, seq, at).write(), CallFields.UTTERANCES,
                        Integer.toString(utterances)));
        if (event instanceof CallEvent.Caption caption) {
            state.put(CallFields.open(caption.speaker()), caption.last() ? "" : entry.write());
        }
        List<String> fields = new ArrayList<>(List.of(keys.call()));
        state.forEach((name, value) -> fields.addAll(List.of(name, value)));
        // One step, as the real commit is: a reader in between must not find a seq without its event.
        redis.withTransaction(commit -> {
            commit.execute("HSET", fields.toArray(String[]::new));
            if (!over) {
                commit.execute("ZADD", keys.live(), Long.toString(at), callId);
            }
            if (!entry.head().partial()) {
                commit.execute("XADD", keys.log(), seq + "-0", LogEntry.TYPE, event.type(), LogEntry.AT, Long.toString(at),
                        LogEntry.VAPI_AT, Long.toString(at), LogEntry.OWN, EventJson.own(event));
            }
            commit.execute("EVAL", EventAppend
                .words(keys.events(), RedisKind.ONE.channel(keys.events()), 100_000, entry.write())
                .toArray(String[]::new));
        });
    }

    /// Changes the call's hash together with the next event.
    private void state(Map<String, String> values) {
        pending.putAll(values);
    }
}
