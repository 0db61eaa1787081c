package dev.liveline.transcript.redaction;

import java.util.List;

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
import dev.liveline.transcript.call.SpokenPlan;

/// A [Redaction] applied to whatever of a fact is words.
public final class RedactedFacts {

    private final Redaction redaction;

    public RedactedFacts(Redaction redaction) {
        this.redaction = redaction;
    }

    /// @return the very same fact if nothing was sensitive
    public Fact of(Fact fact) {
        Happening what = switch (fact.what()) {
            case TextHeard heard -> text(heard);
            case SpeechPlanned planned -> plan(planned);
            case PersonAsked(String id, String team, String reason) when reason != null ->
                new PersonAsked(id, team, redaction.of(reason, true));
            case Mentioned _,Placed _,StatusTold _,SpeechTold _,InterruptTold _,MediaInterrupted _,Reported _,ToolAnswered _,PersonAsked _,CommandDone _,MediaMeasured _,FellBack _,LegTold _,OverTold _,SilenceChecked _ ->
                fact.what();
        };
        return what.equals(fact.what()) ? fact : new Fact(fact.arrivedAt(), fact.vapiAt(), fact.identity(), what);
    }

    private Happening text(TextHeard heard) {
        String redacted = redaction.of(heard.text(), heard.last());
        return redacted == heard.text() ? heard
                : new TextHeard(heard.speaker(), redacted, heard.last(), heard.confidence());
    }

    /// Single words cannot be told to be parts of something sensitive: a plan that was redacted loses its word timing.
    private Happening plan(SpeechPlanned planned) {
        SpokenPlan plan = planned.plan();
        String redacted = redaction.of(plan.text(), true);
        return redacted == plan.text() ? planned
                : new SpeechPlanned(new SpokenPlan(plan.turn(), redacted, plan.startedAt(), List.of(), List.of()));
    }
}
