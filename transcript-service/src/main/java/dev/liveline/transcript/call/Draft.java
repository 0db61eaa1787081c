package dev.liveline.transcript.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallEvent;
import dev.liveline.events.Command;
import dev.liveline.events.Envelope;
import dev.liveline.events.Speaker;

/// The next state while one fact is being reduced: lives for one call of [CallReducer#reduce] and is seen by nobody else.
final class Draft {

    final CallState before;
    final Fact fact;
    final long at;

    Identity identity;
    @Nullable
    Life life;
    Track caller;
    Track assistant;
    Track agent;
    int utterances;
    FinalMarks finals;
    int bargeIns;
    long bargedInAt;
    @Nullable
    SpokenPlan plan;
    boolean transcribed;
    List<String> settled;
    Quality quality;

    private long seq;
    private final List<CallEvent> events = new ArrayList<>(2);
    private final List<Command> commands = new ArrayList<>(0);
    private final List<Measure> measures = new ArrayList<>(1);
    private final Map<Long, Long> begunAt = new HashMap<>(0);

    Draft(CallState before, Fact fact, long at) {
        this.before = before;
        this.fact = fact;
        this.at = at;
        this.identity = before.identity();
        this.life = before.life();
        this.caller = before.caller();
        this.assistant = before.assistant();
        this.agent = before.agent();
        this.utterances = before.utterances();
        this.finals = before.finals();
        this.bargeIns = before.bargeIns();
        this.bargedInAt = before.bargedInAt();
        this.plan = before.plan();
        this.transcribed = before.transcribed();
        this.settled = before.settled();
        this.quality = before.quality();
        this.seq = before.seq();
    }

    Life life() {
        if (life == null) {
            throw new IllegalStateException("a fact opens its call before anything else");
        }
        return life;
    }

    long time() {
        return fact.time();
    }

    Envelope nextEnvelope() {
        return new Envelope(before.callId(), before.epoch(), ++seq, at, fact.vapiAt());
    }

    void tell(CallEvent event) {
        events.add(event);
    }

    void order(Command command) {
        commands.add(command);
    }

    /// The words of the final that was told last began then.
    void begun(long time) {
        begunAt.put(seq, time);
    }

    void count(Measure measure) {
        measures.add(measure);
    }

    Track track(Speaker speaker) {
        return switch (speaker) {
            case CALLER -> caller;
            case ASSISTANT -> assistant;
            case AGENT -> agent;
        };
    }

    void track(Speaker speaker, Track track) {
        switch (speaker) {
            case CALLER -> caller = track;
            case ASSISTANT -> assistant = track;
            case AGENT -> agent = track;
        }
    }

    /// Notes that the outcome of something with this id becomes an event now.
    ///
    /// @return false if it already was
    boolean settle(String id) {
        if (settled.contains(id)) {
            return false;
        }
        List<String> more = new ArrayList<>(settled);
        more.add(id);
        settled = more.size() <= CallState.SETTLED_KEPT ? more : more.subList(1, more.size());
        return true;
    }

    Transition finish() {
        CallState next = isSame() ? before
                : new CallState(before.callId(), before.epoch(), before.version(), seq, identity, life, caller, assistant,
                        agent,
                        utterances, finals, bargeIns, bargedInAt, plan, transcribed, settled, quality,
                        events.isEmpty() ? before.lastEventAt() : at);
        return new Transition(next, events, commands, measures, begunAt);
    }

    private boolean isSame() {
        return events.isEmpty() && commands.isEmpty() && identity == before.identity() && life == before.life()
                && caller == before.caller() && assistant == before.assistant() && agent == before.agent()
                && finals == before.finals() && plan == before.plan() && transcribed == before.transcribed()
                && settled == before.settled() && quality == before.quality() && bargedInAt == before.bargedInAt();
    }
}
