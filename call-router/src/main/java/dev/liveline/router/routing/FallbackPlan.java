package dev.liveline.router.routing;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.liveline.router.routing.CallerHears.End;
import dev.liveline.router.routing.CallerHears.Message;
import dev.liveline.router.routing.CallerHears.Queueing;
import dev.liveline.router.routing.CallerHears.Recording;
import dev.liveline.router.routing.CallerHears.Ringing;
import dev.liveline.router.routing.FallbackStep.Dial;
import dev.liveline.router.routing.FallbackStep.Enqueue;
import dev.liveline.router.routing.FallbackStep.Say;
import dev.liveline.router.routing.FallbackStep.Voicemail;
import dev.liveline.router.routing.Place.AtStep;
import dev.liveline.router.routing.Place.InConference;
import dev.liveline.router.routing.Place.OnBridge;
import dev.liveline.router.routing.Place.Transferred;
import dev.liveline.router.routing.Place.WithAssistant;

/// What a caller hears next who cannot have the assistant: a state machine whose state is the [Place], and whose plan is the number's.
///
/// A plan that changed while a caller was in it may have fewer steps than their place: then, as after its last step, they hear the closing
/// words.
///
/// @param number   the dialled number
/// @param steps    at least none
/// @param callerId what people see who are called; null for the caller's own number
/// @param closing  what is said when nothing is left
public record FallbackPlan(String number, List<FallbackStep> steps, @Nullable String callerId, String closing) {

    public FallbackPlan {
        steps = List.copyOf(steps);
    }

    /// The plan from its beginning.
    public CallerHears begin() {
        return at(0);
    }

    /// The word for the first step, for events.
    public String firstWord() {
        return steps.isEmpty() ? "say" : steps.getFirst().word();
    }

    /// What follows when the caller left a place.
    public CallerHears after(Place place, Leaving leaving) {
        return switch (leaving) {
            case SERVED -> new End();
            case NOT_SERVED -> switch (place) {
                case WithAssistant _,OnBridge _,Transferred _,InConference _ -> begin();
                case AtStep here -> at(here.step() + 1);
            };
        };
    }

    private CallerHears at(int step) {
        if (step < 0 || step >= steps.size()) {
            return new Message(closing);
        }
        AtStep place = new AtStep(step);
        return switch (steps.get(step)) {
            case Dial dial -> new Ringing(number, place, dial.target(), callerId);
            case Enqueue enqueue -> new Queueing(number, place, enqueue.queue());
            case Voicemail _ -> new Recording(number, place);
            case Say say -> new Message(say.text());
        };
    }
}
