package dev.liveline.transcript.call;

import java.util.ArrayList;
import java.util.List;

import dev.liveline.events.CallEvent;
import dev.liveline.events.CallEvent.BargeIn;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Command;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.call.Happening.InterruptTold;
import dev.liveline.transcript.call.Happening.Mentioned;
import dev.liveline.transcript.call.Happening.SpeechTold;
import dev.liveline.transcript.call.Happening.StatusTold;
import dev.liveline.transcript.call.Happening.TextHeard;

/// A call that is told facts one after the other, and what came of it. Times count in milliseconds from the call's begin.
final class Told {

    static final long BEGIN = 1_787_000_000_000L;
    static final CallReducer REDUCER = new CallReducer(CallRules.usual("default"));

    CallState state = CallState.unopened("c-1", "e1");
    final List<CallEvent> events = new ArrayList<>();
    final List<Command> commands = new ArrayList<>();

    /// What happened, on arrival, at a time.
    Told at(long time, Happening what) {
        return late(time, 0, what);
    }

    /// What happened at a time and arrived so much later.
    Told late(long time, long lateBy, Happening what) {
        return reduce(new Fact(BEGIN + time + lateBy, BEGIN + time, Identity.UNKNOWN, what), BEGIN + time + lateBy);
    }

    /// What arrived at a time and has no time of its own.
    Told untimed(long time, Happening what) {
        return reduce(new Fact(BEGIN + time, null, Identity.UNKNOWN, what), BEGIN + time);
    }

    private Told reduce(Fact fact, long now) {
        Transition next = REDUCER.reduce(state, fact, now);
        state = next.state();
        events.addAll(next.events());
        commands.addAll(next.commands());
        return this;
    }

    /// Forgets what came of it so far.
    Told then() {
        events.clear();
        commands.clear();
        return this;
    }

    List<String> types() {
        return events.stream().map(CallEvent::type).toList();
    }

    /// `speaker utterance.revision text`, with a full stop behind finals.
    List<String> captions() {
        return events.stream()
            .filter(Caption.class::isInstance)
            .map(Caption.class::cast)
            .map(c -> c.speaker().wire() + " " + c.utterance() + "." + c.revision() + " " + c.text() + (c.last() ? "." : ""))
            .toList();
    }

    List<BargeIn> bargeIns() {
        return events.stream().filter(BargeIn.class::isInstance).map(BargeIn.class::cast).toList();
    }

    static Happening partial(Speaker speaker, String text) {
        return new TextHeard(speaker, text, false, null);
    }

    static Happening last(Speaker speaker, String text) {
        return new TextHeard(speaker, text, true, null);
    }

    static Happening speech(Speaker speaker, boolean speaking) {
        return new SpeechTold(speaker, speaking);
    }

    static Happening status(CallStatus status) {
        return new StatusTold(status, status == CallStatus.ENDED ? "customer-ended-call" : null);
    }

    static Happening interrupted() {
        return new InterruptTold();
    }

    static Happening mentioned() {
        return new Mentioned();
    }
}
