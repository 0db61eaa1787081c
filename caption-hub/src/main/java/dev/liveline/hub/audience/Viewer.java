package dev.liveline.hub.audience;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/// One connection of somebody who watches: its wire, what waits for the wire, and the calls it watches.
///
/// Used on its audience's loop only. Costs its own bounded outbox and nobody else's time: what does not fit on the wire waits there, and
/// when it no longer fits there either, the viewer is closed with a reason that means "come back and resume".
public final class Viewer {

    /// Histories fetched at once for one viewer; the next ones wait until these are on the wire.
    private static final int MAX_READING = 8;

    private final Audience audience;
    private final Line line;
    private final Predicate<@Nullable String> sees;
    private final @Nullable Function<String, Message> notFound;
    private final Map<String, Seat> seats = new HashMap<>(2);
    private @Nullable ArrayDeque<Seat> asking;
    private int reading;
    private @Nullable Outbox outbox;
    private @Nullable CloseReason closing;
    private boolean closed;
    private boolean unflushed;

    /// @param sees     whether it may see calls of a team; null is no team, or no call
    /// @param notFound what it is told of a call that it may not see, if it watches several; null if it watches one and is closed instead
    Viewer(Audience audience, Line line, Predicate<@Nullable String> sees, @Nullable Function<String, Message> notFound) {
        this.audience = audience;
        this.line = line;
        this.sees = sees;
        this.notFound = notFound;
    }

    /// Watches a call from now on.
    ///
    /// @param since what it has already; null for none. For a call it watches already this asks again for what it missed
    public void watch(String callId, @Nullable Position since) {
        if (closed) {
            return;
        }
        Seat seat = seats.get(callId);
        if (seat == null) {
            seat = new Seat(audience, this, callId);
            seats.put(callId, seat);
            audience.enter(seat);
        }
        seat.join(since);
    }

    /// Watches a call no longer.
    public void unwatch(String callId) {
        Seat seat = seats.remove(callId);
        if (seat != null) {
            leave(seat);
            dropUnsent(callId);
        }
    }

    public int watched() {
        return seats.size();
    }

    public boolean watches(String callId) {
        return seats.containsKey(callId);
    }

    /// Tells it something of no history, in order with the rest.
    public void tell(Message message) {
        send(message);
        audience.flush();
    }

    /// The wire takes more again.
    public void drain() {
        if (closed) {
            return;
        }
        Outbox waiting = outbox;
        if (waiting != null) {
            boolean wrote = false;
            while (!waiting.isEmpty() && line.writable()) {
                line.write(waiting.poll());
                wrote = true;
            }
            if (wrote) {
                line.flush();
            }
            if (!waiting.isEmpty()) {
                return;
            }
            outbox = null;
        }
        if (closing != null) {
            close(closing);
            return;
        }
        readMore();
    }

    /// Ends the connection now; what was unsent is forgotten. Doing so twice does nothing.
    public void close(CloseReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        List<Seat> left = new ArrayList<>(seats.values());
        seats.clear();
        left.forEach(this::leave);
        outbox = null;
        asking = null;
        audience.left(this);
        audience.listener().closed(reason);
        line.close(reason);
    }

    public boolean isClosed() {
        return closed;
    }

    /// It may see a call it asked for.
    void admitted() {
        if (!closed) {
            line.begin();
        }
    }

    boolean sees(@Nullable String team) {
        return sees.test(team);
    }

    /// A live event, or an aside: at once if the wire takes it, else into the outbox.
    void send(Message message) {
        if (closed || closing != null) {
            return;
        }
        if (outbox == null && line.writable()) {
            write(message);
            return;
        }
        switch (held().put(message)) {
            case HELD -> audience.listener().held(held().messages(), held().bytes());
            case REPLACED -> audience.listener().conflated();
            case OVERFLOW -> close(CloseReason.TOO_SLOW);
        }
    }

    /// A piece of history, which the bound does not count.
    void sendHistory(Message message) {
        if (closed || closing != null) {
            return;
        }
        if (outbox == null && line.writable()) {
            write(message);
        } else {
            held().putHistory(message);
        }
    }

    /// What was unsent of a call is no longer wanted, because a snapshot or nothing follows.
    void dropUnsent(String callId) {
        if (outbox != null) {
            outbox.dropCall(callId);
        }
    }

    /// It may not see this call, or there is none: the same answer for both.
    void refuse(Seat seat) {
        if (notFound == null) {
            close(CloseReason.NOT_YOURS);
        } else {
            seats.remove(seat.callId());
            leave(seat);
            dropUnsent(seat.callId());
            send(notFound.apply(seat.callId()));
        }
    }

    /// The call was erased: the viewer hears it, then stops watching.
    void erased(Seat seat, Message erasure) {
        send(erasure);
        if (closed) {
            return;
        }
        seats.remove(seat.callId());
        leave(seat);
        if (notFound == null) {
            if (outbox == null) {
                audience.flush();
                close(CloseReason.NOT_YOURS);
            } else {
                closing = CloseReason.NOT_YOURS;
            }
        }
    }

    /// A seat wants a history read; it starts when few enough of this viewer's are under way.
    void ask(Seat seat) {
        if (closed || !seat.wantsRead()) {
            return;
        }
        if (reading < MAX_READING && outbox == null) {
            reading++;
            seat.read();
        } else {
            if (asking == null) {
                asking = new ArrayDeque<>();
            }
            asking.add(seat);
        }
    }

    /// A read of this viewer's came back, whatever it brought.
    void readDone() {
        reading--;
        readMore();
    }

    void flushed() {
        unflushed = false;
        if (!closed) {
            line.flush();
        }
    }

    private void readMore() {
        while (!closed && asking != null && reading < MAX_READING && outbox == null) {
            Seat next = asking.poll();
            if (next == null) {
                asking = null;
            } else if (next.wantsRead()) {
                reading++;
                next.read();
            }
        }
    }

    private void write(Message message) {
        line.write(message);
        if (audience.isSingle() && !unflushed) {
            line.flush();
        } else if (!unflushed) {
            unflushed = true;
            audience.toFlush(this);
        }
    }

    private Outbox held() {
        if (outbox == null) {
            outbox = new Outbox(audience.bound());
        }
        return outbox;
    }

    private void leave(Seat seat) {
        seat.leave();
        audience.leave(seat);
    }
}
