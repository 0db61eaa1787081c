package dev.liveline.simulator.twilio;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The account's queues, made on demand. Event loop only.
final class Queues {

    private record Waiter(TwimlRunner runner, Consumer<String> left) {}

    private static final class Line {

        private final String sid = Sids.next("QU");
        private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

        List<PhoneCall> calls() {
            return waiters.stream().map(waiter -> waiter.runner().call()).toList();
        }
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();

    private Line line(String queue) {
        return lines.computeIfAbsent(queue, _ -> new Line());
    }

    String sid(String queue) {
        return line(queue).sid;
    }

    Map<String, List<PhoneCall>> all() {
        var all = new LinkedHashMap<String, List<PhoneCall>>();
        lines.forEach((name, line) -> all.put(name, line.calls()));
        return all;
    }

    List<PhoneCall> waiting(String queue) {
        return lines.containsKey(queue) ? lines.get(queue).calls() : List.of();
    }

    /// @param left told the `QueueResult` when somebody takes the call out
    void join(String queue, TwimlRunner runner, Consumer<String> left) {
        line(queue).waiters.add(new Waiter(runner, left));
    }

    void leave(String queue, TwimlRunner runner) {
        line(queue).waiters.removeIf(waiter -> waiter.runner() == runner);
    }

    /// From 1.
    int position(String queue, TwimlRunner runner) {
        int position = 1;
        for (var waiter : line(queue).waiters) {
            if (waiter.runner() == runner) {
                return position;
            }
            position++;
        }
        return position;
    }

    /// Somebody takes the head of a queue; false if nobody waits.
    boolean bridgeFirst(String queue) {
        var first = line(queue).waiters.poll();
        if (first != null) {
            first.left().accept("bridged");
        }
        return first != null;
    }
}
