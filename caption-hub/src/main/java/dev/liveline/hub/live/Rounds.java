package dev.liveline.hub.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.netty.channel.EventLoop;

/// Visits everybody once an interval, a few at a time, with one timer for all: thousands of idle connections cost neither a timer each nor a
/// burst of pings. While nobody is there it costs nothing. Used on its loop only.
final class Rounds {

    private static final int MAX_STOPS = 100;

    private final List<List<Connection>> stops = new ArrayList<>();
    private final EventLoop loop;
    private final long pauseMs;
    private int nextStop;
    private int nextPlace;
    private int visited;
    private @Nullable Future<?> round;

    Rounds(EventLoop loop, Duration interval) {
        this.loop = loop;
        int count = Math.clamp(interval.toMillis() / 200, 1, MAX_STOPS);
        for (int i = 0; i < count; i++) {
            stops.add(new ArrayList<>());
        }
        this.pauseMs = Math.max(1, interval.toMillis() / count);
    }

    void add(Connection connection) {
        connection.stop = nextPlace;
        nextPlace = (nextPlace + 1) % stops.size();
        List<Connection> there = stops.get(connection.stop);
        connection.place = there.size();
        there.add(connection);
        if (visited++ == 0) {
            // With a fixed delay: after a pause of the whole process nobody is visited twice in a row, before an answer could come.
            round = loop.scheduleWithFixedDelay(this::go, pauseMs, pauseMs, TimeUnit.MILLISECONDS);
        }
    }

    void remove(Connection connection) {
        if (connection.place < 0) {
            return;
        }
        List<Connection> there = stops.get(connection.stop);
        Connection last = there.removeLast();
        if (last != connection) {
            last.place = connection.place;
            there.set(connection.place, last);
        }
        connection.place = -1;
        if (--visited == 0 && round != null) {
            round.cancel(false);
        }
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
