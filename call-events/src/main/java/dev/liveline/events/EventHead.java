package dev.liveline.events;

import org.jspecify.annotations.Nullable;

/// What a hub must know of an event without parsing its JSON: whose it is, where it stands, and whether it may be dropped.
///
/// One word after the other, because every field of an entry would be paid for by the script that writes it, by Redis when it is read, and
/// by every hub. In order: type, call, epoch, `seq`, time, utterance (`-` if none), `p` for a partial or
/// `-`, and the team, which may be empty and may hold blanks.
///
/// @param seq       0 for `call.erased`, which is not part of the history
/// @param at        when it was made, by its maker's clock, in milliseconds since 1970
/// @param utterance `<speaker>:<number>`: what a newer caption of the same utterance replaces while it is unsent; null for all but captions
/// @param partial   whether it may be dropped when a newer caption of its utterance is there
public record EventHead(String type, String callId, String epoch, long seq, long at, @Nullable String utterance,
        boolean partial,
        @Nullable String team) {

    private static final String NONE = "-";

    /// The head of an event of a call of a team.
    public static EventHead of(CallEvent event, @Nullable String team) {
        Envelope e = event.envelope();
        return switch (event) {
            case CallEvent.Caption caption -> new EventHead(event.type(), e.callId(), e.epoch(), e.seq(), e.at(),
                    caption.speaker().wire() + ":" + caption.utterance(), !caption.last(), team);
            case CallEvent.CallStarted _,CallEvent.StatusChanged _,CallEvent.Speech _,CallEvent.BargeIn _,CallEvent.ToolAnswered _,CallEvent.CommandFinished _,CallEvent.MediaQuality _,CallEvent.CallEnded _ ->
                new EventHead(event.type(), e.callId(), e.epoch(), e.seq(), e.at(), null, false, team);
        };
    }

    /// The head of the news that a call was erased.
    public static EventHead erased(String callId, String epoch, long at, @Nullable String team) {
        return new EventHead(EventTypes.CALL_ERASED, callId, epoch, 0, at, null, false, team);
    }

    public String write() {
        return type + ' ' + callId + ' ' + epoch + ' ' + seq + ' ' + at + ' ' + (utterance == null ? NONE : utterance) + ' '
                + (partial ? "p" : NONE) + ' ' + (team == null ? "" : team);
    }

    /// @throws UnreadableEntry if it is no head
    public static EventHead read(String text) {
        int call = after(text, 0);
        int epoch = after(text, call);
        int seq = after(text, epoch);
        int at = after(text, seq);
        int utterance = after(text, at);
        int partial = after(text, utterance);
        int team = after(text, partial);
        String spoken = text.substring(utterance, partial - 1);
        try {
            return new EventHead(text.substring(0, call - 1), text.substring(call, epoch - 1), text.substring(epoch, seq - 1),
                    Long.parseLong(text, seq, at - 1, 10), Long.parseLong(text, at, utterance - 1, 10),
                    spoken.equals(NONE) ? null : spoken,
                    text.charAt(partial) == 'p', team == text.length() ? null : text.substring(team));
        } catch (NumberFormatException other) {
            throw new UnreadableEntry("the head's numbers are none", other);
        }
    }

    /// Where the word behind the one that starts at `from` starts.
    private static int after(String text, int from) {
        int blank = text.indexOf(' ', from);
        if (blank < 0) {
            throw new UnreadableEntry("the head has too few words");
        }
        return blank + 1;
    }
}
