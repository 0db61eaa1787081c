package dev.liveline.hub.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.EventTypes;

/// The seats at one call in one audience.
final class Row {

    private final List<Seat> seats = new ArrayList<>(1);
    private String epoch = "";
    private long seq;
    private @Nullable String team;

    void add(Seat seat) {
        seat.place = seats.size();
        seats.add(seat);
    }

    /// The last seat takes the place of the one that goes: iterate from the end.
    void remove(Seat seat) {
        Seat last = seats.removeLast();
        if (last != seat) {
            last.place = seat.place;
            seats.set(seat.place, last);
        }
        seat.place = -1;
    }

    int size() {
        return seats.size();
    }

    /// @return how many seats there were
    int deliver(Message event) {
        int reached = seats.size();
        if (event.type().equals(EventTypes.CALL_ERASED)) {
            erased(event);
            return reached;
        }
        if (event.team() != null && !Objects.equals(event.team(), team)) {
            team = event.team();
            refuseWhoMayNotSee();
        }
        if (event.seq() <= seq && event.epoch().equals(epoch)) {
            wentBack(event);
            return reached;
        }
        Message shared = event.epoch().equals(epoch) ? event.of(epoch) : event;
        epoch = shared.epoch();
        seq = shared.seq();
        for (int i = seats.size() - 1; i >= 0; i--) {
            seats.get(i).accept(shared);
        }
        return reached;
    }

    /// A partial that comes late, behind what the feed has caught up with, is worth a look. Anything else was numbered anew: Redis forgot
    /// writes that viewers have seen.
    private void wentBack(Message event) {
        if (event.partial()) {
            forEach(Seat::verify);
        } else {
            seq = event.seq();
            forEach(Seat::restart);
        }
    }

    void verify() {
        forEach(Seat::verify);
    }

    void restart() {
        forEach(Seat::restart);
    }

    private void erased(Message erasure) {
        epoch = "";
        seq = 0;
        forEach(seat -> {
            if (seat.isAdmitted()) {
                seat.viewer().erased(seat, erasure);
            }
        });
    }

    /// A call can get its team late: what a viewer may see is decided again then.
    private void refuseWhoMayNotSee() {
        forEach(seat -> {
            if (seat.isAdmitted() && !seat.viewer().sees(team)) {
                seat.viewer().refuse(seat);
            }
        });
    }

    private void forEach(Consumer<Seat> action) {
        for (int i = seats.size() - 1; i >= 0; i--) {
            action.accept(seats.get(i));
        }
    }
}
