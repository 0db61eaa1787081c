package dev.liveline.transcript.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.CallEvent;
import dev.liveline.events.CallEvent.BargeIn;
import dev.liveline.events.CallEvent.Caption;
import dev.liveline.events.Speaker;

/// What was said on a call: its finals, by the time they were said, then by their place in the call's history.
///
/// @param startedAt of the call, epoch milliseconds: zero of every cue's time
/// @param seq       of the newest event it was made from
public record Transcript(String callId, String epoch, long seq, long startedAt, List<Said> said) {

    /// One utterance.
    ///
    /// @param begunAt epoch milliseconds: its first partial where there was one, else reckoned from its length
    /// @param endedAt epoch milliseconds: its final
    /// @param cut     whether the caller cut it short
    /// @param heard   what the caller had heard of it, where that is known
    public record Said(Caption caption, long begunAt, long endedAt, boolean cut, @Nullable String heard) {

        public Speaker speaker() {
            return caption.speaker();
        }

        public String text() {
            return caption.text();
        }
    }

    /// An event of the call, and for a final when its words began, if that is known.
    public record Event(CallEvent event, @Nullable Long begunAt) {}

    /// About three words a second: how long an utterance took of which only the final came.
    private static final long MS_PER_CHARACTER = 60;
    private static final long SHORTEST_MS = 400;

    public Transcript {
        said = List.copyOf(said);
    }

    /// @param events in the call's order
    public static Transcript of(String callId, String epoch, long seq, long startedAt, List<Event> events) {
        Map<Integer, BargeIn> cuts = new HashMap<>();
        List<Said> said = new ArrayList<>();
        events.forEach(each -> {
            if (each.event() instanceof BargeIn bargeIn) {
                cuts.put(bargeIn.utterance(), bargeIn);
            }
        });
        for (Event each : events) {
            if (each.event() instanceof Caption caption && caption.last()) {
                long end = time(caption);
                long usual = Math.max(SHORTEST_MS, caption.text().length() * MS_PER_CHARACTER);
                long begun = each.begunAt() == null || each.begunAt() >= end ? end - usual : each.begunAt();
                BargeIn cut = cuts.get(caption.utterance());
                said.add(new Said(caption, begun, end, cut != null, cut == null ? null : cut.heard()));
            }
        }
        said.sort(Comparator.comparingLong((Said each) -> time(each.caption()))
            .thenComparingLong(each -> each.caption().envelope().seq()));
        return new Transcript(callId, epoch, seq, startedAt, said);
    }

    private static long time(Caption caption) {
        Long vapiAt = caption.envelope().vapiAt();
        return vapiAt == null ? caption.envelope().at() : vapiAt;
    }

    @Override
    public String toString() {
        return "Transcript[" + callId + ", content hidden]";
    }
}
