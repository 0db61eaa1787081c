package dev.liveline.router.room;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What is to be done about a room, found by comparing what we believe with who is in it.
public sealed interface Finding {

    /// Nothing yet.
    ///
    /// @param aloneSince what to believe from now on, as [Room#aloneSince]
    /// @param at         when to look again, epoch milliseconds
    record LookAgain(@Nullable Long aloneSince, long at) implements Finding {}

    /// The caller is not in it: hung up, or led elsewhere.
    record Empty() implements Finding {}

    /// The caller is alone for too long.
    ///
    /// @param served whether they had spoken with somebody: then the call is over, else they are owed somebody
    record Alone(boolean served) implements Finding {}

    /// How long things may last, in milliseconds.
    ///
    /// @param aloneMs       a caller alone in a room
    /// @param servedAfterMs from when a time with an agent counts as a conversation
    /// @param lookEveryMs   a room in which all seems well, without being looked at
    record Patience(long aloneMs, long servedAfterMs, long lookEveryMs) {}

    /// @param inside who is in the room now
    static Finding of(Room room, List<Occupant> inside, long now, Patience patience) {
        if (inside.stream().noneMatch(occupant -> occupant.callSid().equals(room.callerSid()))) {
            return new Empty();
        }
        boolean inCompany = inside.stream()
            .anyMatch(occupant -> !occupant.callSid().equals(room.callerSid()) && occupant.isHeardByCaller());
        if (inCompany) {
            return new LookAgain(null, now + patience.lookEveryMs());
        }
        long since = room.aloneSince() == null ? now : room.aloneSince();
        long until = since + patience.aloneMs();
        // The conversation, if there was one, lasted until the caller was left alone.
        return now >= until ? new Alone(room.served(since, patience.servedAfterMs())) : new LookAgain(since, until);
    }
}
