package dev.liveline.router.room;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.RoutingEvent.CommandOutcome;

/// The room of a take-over: a conference at Twilio with the caller, an agent, and supervisors.
///
/// @param callId      the call it belongs to; its assistant has left, so for transcript-service it may be over
/// @param name        ours, unique; without personal data, because Twilio keeps it
/// @param sid         Twilio's id; null until Twilio told of it
/// @param commandId   of the take-over
/// @param callerSid   Twilio's id of the caller's leg
/// @param agentSid    Twilio's id of the agent's leg
/// @param number      the dialled number, whose plan follows when nobody is left
/// @param by          who took the call over
/// @param agentSince  when the agent came in, epoch milliseconds; null if they never did
/// @param aloneSince  since when the caller is believed to be alone, epoch milliseconds; null if they are not
/// @param supervisors in no order; a person has one leg here
public record Room(String callId, String name, @Nullable String sid, String commandId, String callerSid, String agentSid,
        String number, String by, @Nullable Long agentSince, @Nullable Long aloneSince, List<Supervisor> supervisors) {

    public Room {
        supervisors = List.copyOf(supervisors);
    }

    /// A room that is about to be: the caller is alone in it until the agent comes.
    public static Room opened(String callId, String name, String commandId, String callerSid, String agentSid, String number,
            String by, long now) {
        return new Room(callId, name, null, commandId, callerSid, agentSid, number, by, null, now, List.of());
    }

    /// The leg of a person who supervises here.
    public Optional<Supervisor> supervisorOf(String person) {
        return supervisors.stream().filter(supervisor -> supervisor.by().equals(person)).findFirst();
    }

    /// Whether the caller has spoken with somebody, so that the end of the room is the end of a conversation. An agent who was in it only
    /// for a moment (their mailbox, a lost leg) has not.
    public boolean served(long now, long servedAfterMs) {
        return agentSince != null && now - agentSince >= servedAfterMs;
    }

    /// What is told of its end, beside the take-over's own event: the console shows a conversation until then.
    ///
    /// @param served whether the caller got what they were owed
    public CommandOutcome over(boolean served, String detail, long at) {
        return new CommandOutcome(callId, at, commandId + ":room", "take-over", served, by, detail);
    }

    @Override
    public String toString() {
        return "Room[" + callId + " " + name + ", numbers hidden]";
    }
}
