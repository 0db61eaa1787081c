package dev.liveline.transcript.redis;

import java.util.List;
import java.util.Map;

import dev.liveline.edge.webhook.SpentSignature;
import dev.liveline.events.CallEvent;
import dev.liveline.events.Command;
import dev.liveline.transcript.call.CallState;

/// What one commit writes.
///
/// @param loaded     the state Redis is believed to hold
/// @param next       what becomes of it
/// @param signatures that are spent by this commit, or make it refused if they are already
/// @param begunAt    by `seq` of a final: when its words began, epoch milliseconds
public record Step(CallState loaded, CallState next, List<CallEvent> events, List<Command> commands,
        List<SpentSignature> signatures, Map<Long, Long> begunAt) {

    public Step {
        events = List.copyOf(events);
        commands = List.copyOf(commands);
        signatures = List.copyOf(signatures);
        begunAt = Map.copyOf(begunAt);
    }
}
