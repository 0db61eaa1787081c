package dev.liveline.hub.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.EventLoop;

/// Visits everybody once an interval, a few at a time, with one timer for all: thousands of idle connections cost neither a timer each nor a
/// burst of pings. Used on its loop only.
final class Rounds {

    private static final int MAX_STOPS = 100;

    private final List<List<Connection>> stops = new ArrayList<>();
    private int nextStop;
    private int nextPlace;

    Rounds(EventLoop loop, Duration interval) {
        int count = Math.clamp(interval.toMillis() / 200, 1, MAX_STOPS);
        for (int i = 0; i < count; i++) {
            stops.add(new ArrayList<>());
        }
        long pause = Math.max(1, interval.toMillis() / count);
        // With a fixed delay: after a pause of the whole process nobody is visited twice in a row, before an answer could come.
        loop.scheduleWithFixedDelay(this::go, pause, pause, TimeUnit.MILLISECONDS);
    }

    void add(Connection visited) {
        visited.stop = nextPlace;
        nextPlace = (nextPlace + 1) % stops.size();
        List<Connection> there = stops.get(visited.stop);
        visited.place = there.size();
        there.add(visited);
    }

    void remove(Connection visited) {
        if (visited.place < 0) {
            return;
        }
        List<Connection> there = stops.get(visited.stop);
        Connection last = there.removeLast();
        if (last != visited) {
            last.place = visited.place;
            there.set(visited.place, last);
        }
        visited.place = -1;
    }

    /// Runs an action for everybody, who may leave meanwhile.
    void forEach(Consumer<Connection> action) {
        for (List<Connection> stop : stops) {
            for (int i = stop.size() - 1; i >= 0; i--) {
                action.accept(stop.get(i));
            }
        }
    }

    /// From the end, so that who leaves while visited moves nobody who is still to come.
    private void go() {
        List<Connection> here = stops.get(nextStop);
        nextStop = (nextStop + 1) % stops.size();
        for (int i = here.size() - 1; i >= 0; i--) {
            here.get(i).visit();
        }
    }
}
