package dev.liveline.transcript.call;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallStatus;

/// Where a call is in its life; docs/call-session.md is the table of its moves.
///
/// @param status      of an opened call
/// @param statusAt    the time of the newest word of it, epoch milliseconds: an older word does not set it back; [#UNTOLD] where nobody said it
/// @param startedAt   time of the call's first message
/// @param endedAt     null while it lives
/// @param endedReason the platform's word, or `expired`
/// @param askedForPersonAt when the assistant first asked for a person to take over
public record Life(CallStatus status, long statusAt, long startedAt, @Nullable Long endedAt, @Nullable String endedReason,
        @Nullable Long askedForPersonAt) {

    /// Of a status that follows from something else: older than any word.
    public static final long UNTOLD = Long.MIN_VALUE;

    boolean isTold() {
        return statusAt != UNTOLD;
    }

    public boolean isEnded() {
        return status == CallStatus.ENDED;
    }

    /// What kind of fault ended the call; null if none did, or while it lives.
    public @Nullable EndingFamily fault() {
        EndingFamily family = endedReason == null ? EndingFamily.NORMAL : EndingFamily.of(endedReason);
        return family.isFault() ? family : null;
    }

    /// Whether a status told now is a legal and new move: forward, or back and forth between in-progress and forwarding by the newer word.
    boolean accepts(CallStatus next, long at) {
        return switch (status) {
            case ENDED -> false;
            case RINGING -> next != CallStatus.RINGING;
            case IN_PROGRESS -> next == CallStatus.ENDED || next == CallStatus.FORWARDING && at >= statusAt;
            case FORWARDING -> next == CallStatus.ENDED || next == CallStatus.IN_PROGRESS && at > statusAt;
        };
    }

    Life moved(CallStatus next, long at) {
        return new Life(next, at, startedAt, endedAt, endedReason, askedForPersonAt);
    }

    Life ended(String reason, long at) {
        return new Life(CallStatus.ENDED, at, startedAt, at, reason, askedForPersonAt);
    }

    Life askedForPerson(long at) {
        return new Life(status, statusAt, startedAt, endedAt, endedReason, at);
    }
}
