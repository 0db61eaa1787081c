package dev.liveline.simulator.audio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/// How the tagged frames of one end came out at the other: what a bridge between them lost, repeated, swapped, and how long it took.
///
/// @param sent how many were sent up to the last that arrived
/// @param lost of these, how many never arrived; frames a barge-in flushed on purpose count too
/// @param repeated how many arrived more than once
/// @param overtaken how many arrived after one sent later
/// @param latencies of every frame that arrived, ascending
public record Passage(int sent, int lost, int repeated, int overtaken, List<Duration> latencies) {

    /// Compares two logs of one process, whose clocks agree.
    public static Passage of(FrameLog from, FrameLog to) {
        var sentAt = new HashMap<Integer, Long>();
        from.all()
            .stream()
            .filter(seen -> seen.tag().utterance() >= 0)
            .forEach(seen -> sentAt.putIfAbsent(seen.tag().number(), seen.nanos()));
        var arrived = new HashSet<Integer>();
        var latencies = new ArrayList<Duration>();
        int repeated = 0;
        int overtaken = 0;
        int newest = -1;
        for (var seen : to.all()) {
            int number = seen.tag().number();
            if (seen.tag().utterance() < 0 || !sentAt.containsKey(number)) {
                continue;
            }
            if (!arrived.add(number)) {
                repeated++;
                continue;
            }
            overtaken += number < newest ? 1 : 0;
            newest = Math.max(newest, number);
            latencies.add(Duration.ofNanos(seen.nanos() - sentAt.get(number)));
        }
        int last = newest;
        int sent = (int) sentAt.keySet().stream().filter(number -> number <= last).count();
        latencies.sort(null);
        return new Passage(sent, sent - arrived.size(), repeated, overtaken, List.copyOf(latencies));
    }

    /// The latency that this part of the frames did not exceed, 0 to 1; zero if none arrived.
    public Duration latency(double part) {
        return latencies.isEmpty()
                ? Duration.ZERO
                : latencies.get((int) Math.min(latencies.size() - 1L, Math.round(part * latencies.size())));
    }
}
