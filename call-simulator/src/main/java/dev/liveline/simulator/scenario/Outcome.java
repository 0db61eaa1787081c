package dev.liveline.simulator.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a faithful reader holds at the end of a call: the finals in order of speaking, the barge-ins, the end.
///
/// @param finals ordered by when they became final
/// @param endedReason empty when no message told of the end
public record Outcome(List<Line> finals, int bargeIns, Optional<String> endedReason) {

    public Outcome {
        finals = List.copyOf(finals);
    }

    /// One final utterance.
    public record Line(Speaker speaker, String text, Duration at) {}

    /// What a script leads to when every message arrives.
    public static Outcome of(ScriptedCall call) {
        return of(Delivery.faithful(Timeline.of(call)));
    }

    /// What these deliveries lead to, whatever their order; repeats count once.
    public static Outcome of(List<Delivery> deliveries) {
        var once = new TreeMap<Integer, TimedMessage>();
        deliveries.forEach(delivery -> once.put(delivery.message().ordinal(), delivery.message()));
        return read(once);
    }

    /// The texts of one speaker's finals, in order.
    public List<String> said(Speaker speaker) {
        return finals.stream().filter(line -> line.speaker() == speaker).map(Line::text).toList();
    }

    private static Outcome read(Map<Integer, TimedMessage> messages) {
        var finals = new ArrayList<Line>();
        int bargeIns = 0;
        Optional<String> reason = Optional.empty();
        for (var timed : messages.values()) {
            if (timed.message() instanceof ServerMessage.TranscriptHeard heard && heard.isFinal()) {
                finals.add(new Line(heard.speaker(), heard.text(), timed.at()));
            } else if (timed.message() instanceof ServerMessage.UserInterrupted) {
                bargeIns++;
            } else if (timed.message() instanceof ServerMessage.Ended(var endedReason)) {
                reason = Optional.of(endedReason);
            } else if (timed.message() instanceof ServerMessage.Reported(var reportedReason, _, _) && reason.isEmpty()) {
                reason = Optional.of(reportedReason);
            }
        }
        finals.sort(Comparator.comparing(Line::at));
        return new Outcome(finals, bargeIns, reason);
    }
}
