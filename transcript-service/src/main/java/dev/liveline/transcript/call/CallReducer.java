package dev.liveline.transcript.call;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallEvent.CallEnded;
import dev.liveline.events.CallEvent.CallStarted;
import dev.liveline.events.CallEvent.CommandFinished;
import dev.liveline.events.CallEvent.MediaQuality;
import dev.liveline.events.CallEvent.Speech;
import dev.liveline.events.CallEvent.StatusChanged;
import dev.liveline.events.CallEvent.ToolAnswered;
import dev.liveline.events.CallStatus;
import dev.liveline.events.Command;
import dev.liveline.events.Command.Order;
import dev.liveline.events.Speaker;
import dev.liveline.transcript.call.Happening.CommandDone;
import dev.liveline.transcript.call.Happening.FellBack;
import dev.liveline.transcript.call.Happening.InterruptTold;
import dev.liveline.transcript.call.Happening.LegTold;
import dev.liveline.transcript.call.Happening.MediaInterrupted;
import dev.liveline.transcript.call.Happening.MediaMeasured;
import dev.liveline.transcript.call.Happening.Mentioned;
import dev.liveline.transcript.call.Happening.OverTold;
import dev.liveline.transcript.call.Happening.PersonAsked;
import dev.liveline.transcript.call.Happening.Placed;
import dev.liveline.transcript.call.Happening.Reported;
import dev.liveline.transcript.call.Happening.SilenceChecked;
import dev.liveline.transcript.call.Happening.SpeechPlanned;
import dev.liveline.transcript.call.Happening.SpeechTold;
import dev.liveline.transcript.call.Happening.StatusTold;
import dev.liveline.transcript.call.Happening.TextHeard;
import dev.liveline.transcript.call.Happening.ToolAnswered.Outcome;

/// Turns a fact into the next state of its call, the events viewers get, and commands for call-router. A pure function: the same state, fact
/// and time always give the same transition, so a lost race is simply reduced again from the state that won.
///
/// Whichever fact comes first opens the call. Repeated, late and overtaken facts change nothing or what little they still can.
public final class CallReducer {

    private final CallRules rules;
    private final CaptionRules captions = new CaptionRules();
    private final BargeInRules bargeIns;

    public CallReducer(CallRules rules) {
        this.rules = rules;
        this.bargeIns = new BargeInRules(rules);
    }

    /// @param at when it will be committed, epoch milliseconds
    public Transition reduce(CallState state, Fact fact, long at) {
        Draft draft = new Draft(state, fact, at);
        if (!state.isOpened() && fact.what() instanceof SilenceChecked) {
            return draft.finish();
        }
        learn(draft);
        if (draft.life == null) {
            open(draft);
        }
        switch (fact.what()) {
            case Mentioned _ -> {
            }
            case Placed _ -> {
            }
            case StatusTold told -> status(draft, told.status(), told.reason());
            case TextHeard heard -> {
                answered(draft);
                bargeIns.hear(draft, heard, captions.hear(draft, heard));
            }
            case SpeechTold told -> speech(draft, told);
            case SpeechPlanned planned -> {
                answered(draft);
                captions.plan(draft, planned.plan());
            }
            case InterruptTold _ -> bargeIns.told(draft);
            case MediaInterrupted told -> bargeIns.flushed(draft, told.playedMs());
            case Reported report -> report(draft, report);
            case Happening.ToolAnswered answer -> tool(draft, answer);
            case PersonAsked asked -> person(draft, asked);
            case CommandDone done -> command(draft, done);
            case MediaMeasured measured -> draft.tell(new MediaQuality(draft.nextEnvelope(), measured.lostFrames(),
                    measured.jitterMs(), measured.latencyMs()));
            case FellBack _ -> status(draft, CallStatus.FORWARDING, null);
            case LegTold told -> leg(draft, told);
            case OverTold over -> end(draft, over.reason(), draft.time());
            case SilenceChecked check -> silence(draft, check);
        }
        return draft.finish();
    }

    private void learn(Draft draft) {
        Identity told = draft.fact.identity();
        draft.identity = switch (draft.fact.what()) {
            // The routing table's word on the team outranks what was assumed before it came.
            case Placed _,FellBack _ -> draft.identity.inTeam(told.team()).orElse(told);
            case Mentioned _,StatusTold _,TextHeard _,SpeechTold _,SpeechPlanned _,InterruptTold _,MediaInterrupted _,Reported _,Happening.ToolAnswered _,PersonAsked _,CommandDone _,MediaMeasured _,LegTold _,OverTold _,SilenceChecked _ ->
                draft.identity.orElse(told);
        };
    }

    private void open(Draft draft) {
        if (draft.identity.team() == null) {
            draft.identity = draft.identity.inTeam(rules.defaultTeam());
        }
        draft.life = new Life(CallStatus.RINGING, Life.UNTOLD, draft.time(), null, null, null);
        Identity who = draft.identity;
        draft.tell(new CallStarted(draft.nextEnvelope(), who.from(), who.to(), who.assistantId(), who.route(), who.team()));
        draft.count(new Measure.Opened());
    }

    private void status(Draft draft, CallStatus told, @Nullable String reason) {
        if (told == CallStatus.ENDED) {
            end(draft, reason == null ? "ended" : reason, draft.time());
            return;
        }
        Life life = draft.life();
        boolean firstRinging = told == CallStatus.RINGING && life.status() == told && !life.isTold();
        if (firstRinging || life.accepts(told, draft.time())) {
            draft.life = life.moved(told, draft.time());
            draft.tell(new StatusChanged(draft.nextEnvelope(), told));
        } else if (life.status() == told && draft.time() > life.statusAt()) {
            // The newer word counts from now on, so that an overtaken one cannot contradict it later.
            draft.life = life.moved(told, draft.time());
        }
    }

    /// Whoever speaks is on a call that was answered, also when the platform's word of it was lost or is late. That it goes on elsewhere by now
    /// may still be told, with an older time than that of the words.
    private void answered(Draft draft) {
        if (draft.life().status() == CallStatus.RINGING) {
            draft.life = draft.life().moved(CallStatus.IN_PROGRESS, Life.UNTOLD);
            draft.tell(new StatusChanged(draft.nextEnvelope(), CallStatus.IN_PROGRESS));
        }
    }

    private void speech(Draft draft, SpeechTold told) {
        Track track = draft.track(told.speaker());
        if (draft.life().isEnded() || draft.time() < track.speechAt()) {
            draft.count(new Measure.Dropped("late-speech"));
            return;
        }
        if (track.speaking() == told.speaking()) {
            // The newer word counts from now on, so that an overtaken one cannot contradict it later.
            draft.track(told.speaker(), track.withSpeech(told.speaking(), draft.time()));
            return;
        }
        answered(draft);
        draft.track(told.speaker(), track.withSpeech(told.speaking(), draft.time()));
        draft.tell(new Speech(draft.nextEnvelope(), told.speaker(), told.speaking()));
        if (told.speaker() == Speaker.ASSISTANT && told.speaking()) {
            respond(draft);
        }
    }

    private void respond(Draft draft) {
        long since = draft.quality.callerDoneAt();
        if (since > 0 && draft.time() >= since) {
            long latency = draft.time() - since;
            draft.quality = draft.quality.answered(latency);
            draft.count(new Measure.ResponseLatency(latency));
        }
    }

    private void report(Draft draft, Reported report) {
        long endedAt = report.endedAt() == null ? draft.time() : report.endedAt();
        end(draft, report.reason() == null ? "ended" : report.reason(), endedAt);
    }

    private void leg(Draft draft, LegTold told) {
        // Only the answer is news here: of the end the router tells itself, in words of its own.
        if (told.leg().equals("caller") && told.status().equals("in-progress")) {
            answered(draft);
        }
    }

    private void silence(Draft draft, SilenceChecked check) {
        if (draft.time() - draft.before.lastEventAt() >= check.allowedMs()) {
            end(draft, "expired", draft.time());
        }
    }

    private void end(Draft draft, String reason, long endedAt) {
        if (draft.life().isEnded()) {
            return;
        }
        captions.settle(draft);
        draft.life = draft.life().ended(reason, Math.max(endedAt, draft.life().startedAt()));
        draft.caller = draft.caller.withSpeech(false, draft.caller.speechAt());
        draft.assistant = draft.assistant.withSpeech(false, draft.assistant.speechAt());
        draft.tell(new CallEnded(draft.nextEnvelope(), reason, Math.max(0, endedAt - draft.life().startedAt())));
        draft.order(new Command.Release(
                new Order(draft.before.callId() + ":release", draft.before.callId(), "liveline", draft.at), reason));
        draft.count(new Measure.Ended(EndingFamily.of(reason), draft.quality.normalisedErasure()));
    }

    private void tool(Draft draft, Happening.ToolAnswered answer) {
        if (draft.settle("tool:" + answer.toolCallId())) {
            draft
                .tell(new ToolAnswered(draft.nextEnvelope(), answer.toolCallId(), answer.name(), answer.outcome() == Outcome.OK,
                        answer.durationMs()));
        }
    }

    private void person(Draft draft, PersonAsked asked) {
        if (draft.life().isEnded() || !draft.settle("person:" + asked.toolCallId())) {
            return;
        }
        if (draft.life().askedForPersonAt() == null) {
            draft.life = draft.life().askedForPerson(draft.time());
        }
        String team = asked.team() == null ? draft.identity.team() : asked.team();
        Order order = new Order(draft.before.callId() + ":" + asked.toolCallId(), draft.before.callId(), "assistant", draft.at);
        draft.order(new Command.Transfer(order, null, team, asked.reason()));
    }

    private void command(Draft draft, CommandDone done) {
        if (draft.settle("command:" + done.commandId())) {
            draft.tell(new CommandFinished(draft.nextEnvelope(), done.commandId(), done.kind(), done.done(), done.by(),
                    done.detail()));
        }
    }
}
