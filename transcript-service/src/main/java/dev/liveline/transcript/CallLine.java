package dev.liveline.transcript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.webhook.SpentSignature;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.Fact;
import dev.liveline.transcript.call.Happening;
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
import dev.liveline.transcript.call.Happening.ToolAnswered;
import io.vertx.core.Promise;

/// The facts of one call that wait at this replica, in the order they arrived, and what this replica knows of the call. Facts of one call are
/// committed one step after the other, those that wait together in one step, so that they never conflict with each other. Used on one
/// context only.
final class CallLine {

    /// Facts of one step; bounds a commit to some tens of kilobytes.
    private static final int STEP = 32;
    /// Facts that are remembered for a Redis that forgets; partials are not, their finals make up for them.
    private static final int REMEMBERED = 32;

    static final class Waiting {
        final Fact fact;
        final @Nullable SpentSignature signature;
        final Promise<Applied> promise = Promise.promise();
        final long size;
        boolean spooled;

        Waiting(Fact fact, @Nullable SpentSignature signature) {
            this.fact = fact;
            this.signature = signature;
            this.size = 256 + (fact.what() instanceof TextHeard heard ? 2L * heard.text().length() : 0);
        }
    }

    final String callId;
    /// The last state this replica committed; null if it does not know any.
    @Nullable
    CallState committed;
    boolean busy;
    /// How often in a row Redis refused this line's next step.
    int refusals;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(2);
    private final ArrayDeque<Fact> remembered = new ArrayDeque<>(0);

    CallLine(String callId) {
        this.callId = callId;
    }

    void add(Waiting fact) {
        waiting.add(fact);
    }

    boolean isIdle() {
        return waiting.isEmpty() && !busy;
    }

    boolean hasWork() {
        return !waiting.isEmpty();
    }

    Iterable<Waiting> waiting() {
        return waiting;
    }

    /// The facts of the next step, still waiting.
    List<Waiting> next() {
        List<Waiting> step = new ArrayList<>(Math.min(STEP, waiting.size()));
        Iterator<Waiting> all = waiting.iterator();
        while (step.size() < STEP && all.hasNext()) {
            step.add(all.next());
        }
        return step;
    }

    void remove(Waiting done) {
        waiting.remove(done);
    }

    void removeAll(Collection<Waiting> done) {
        if (done.size() == 1) {
            waiting.remove(done.iterator().next());
        } else {
            waiting.removeIf(Set.copyOf(done)::contains);
        }
    }

    /// Remembers what would have to be said again if Redis forgot it.
    void remember(Fact fact) {
        if (!isWorthRemembering(fact.what())) {
            return;
        }
        if (remembered.size() == REMEMBERED) {
            remembered.removeFirst();
        }
        remembered.add(fact);
    }

    private static boolean isWorthRemembering(Happening what) {
        return switch (what) {
            case TextHeard heard -> heard.last();
            case Mentioned _,SpeechTold _,SpeechPlanned _,MediaMeasured _,SilenceChecked _ -> false;
            case Placed _,StatusTold _,InterruptTold _,MediaInterrupted _,Reported _,ToolAnswered _,PersonAsked _,CommandDone _,FellBack _,LegTold _,OverTold _ ->
                true;
        };
    }

    /// The call was erased: nothing of it is known or said again.
    void forget() {
        committed = null;
        remembered.clear();
    }

    List<Fact> remembered() {
        return List.copyOf(remembered);
    }
}
