package dev.liveline.simulator.scenario;

import java.util.List;

/// A whole support call before it is placed: who calls whom, what is said, and how it ends.
///
/// @param seed what the generator was given; the same seed makes the same call
/// @param callId a UUID like Vapi's; a stand-in cloud that places the call uses its own instead
/// @param caller and `dialled`: E.164, from the ranges kept for fiction
/// @param topic what it is about, for people: `refund`, `order-status` …
/// @param endedReason one of Vapi's, e.g. `customer-ended-call`
public record ScriptedCall(long seed, String callId, String caller, String dialled, String topic, List<Turn> turns,
        String endedReason) {

    public ScriptedCall {
        turns = List.copyOf(turns);
    }

    /// The same conversation from another caller to another number.
    public ScriptedCall between(String otherCaller, String otherDialled) {
        return new ScriptedCall(seed, callId, otherCaller, otherDialled, topic, turns, endedReason);
    }

    /// The same conversation under another id.
    public ScriptedCall withCallId(String otherCallId) {
        return new ScriptedCall(seed, otherCallId, caller, dialled, topic, turns, endedReason);
    }

    /// How often the caller barges in.
    public int bargeIns() {
        return (int) turns.stream().filter(Turn.CutShort.class::isInstance).count();
    }
}
