package dev.liveline.router.routing;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.liveline.router.routing.FallbackStep.Dial;
import dev.liveline.router.routing.FallbackStep.Enqueue;
import dev.liveline.router.routing.FallbackStep.Say;
import dev.liveline.router.routing.FallbackStep.Voicemail;

/// What a number offers when the assistant is not to be had. What it holds is tried in the order of the components.
///
/// @param dial people, in turn: E.164 numbers or SIP URIs
public record Fallback(List<String> dial, @Nullable String enqueue, boolean voicemail, @Nullable String say) {

    public Fallback {
        dial = List.copyOf(dial);
    }

    /// In the order they are tried.
    public List<FallbackStep> steps() {
        List<FallbackStep> steps = new ArrayList<>();
        dial.forEach(target -> steps.add(new Dial(target)));
        if (enqueue != null) {
            steps.add(new Enqueue(enqueue));
        }
        if (voicemail) {
            steps.add(new Voicemail());
        }
        if (say != null) {
            steps.add(new Say(say));
        }
        return List.copyOf(steps);
    }

    @Override
    public String toString() {
        return "Fallback[" + steps().stream().map(FallbackStep::word).toList() + "]";
    }
}
