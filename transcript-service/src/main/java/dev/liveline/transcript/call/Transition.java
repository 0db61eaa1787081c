package dev.liveline.transcript.call;

import java.util.List;
import java.util.Map;

import dev.liveline.events.CallEvent;
import dev.liveline.events.Command;

/// What a fact makes of a state.
///
/// @param state   the next state; the very same instance if nothing changed
/// @param begunAt by `seq` of a final: when its words began, epoch milliseconds; the times of cues come from here
public record Transition(CallState state, List<CallEvent> events, List<Command> commands, List<Measure> measures,
        Map<Long, Long> begunAt) {

    public Transition {
        events = List.copyOf(events);
        commands = List.copyOf(commands);
        measures = List.copyOf(measures);
        begunAt = Map.copyOf(begunAt);
    }
}
