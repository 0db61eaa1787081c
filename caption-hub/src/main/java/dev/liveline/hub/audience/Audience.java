package dev.liveline.hub.audience;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.EventTypes;
import dev.liveline.hub.audience.Outbox.Bound;

/// All viewers of one loop, by the calls they watch. Its methods are called on its loop, except where they say otherwise.
///
/// A batch of events is one task: each message is written to the wires of all who watch its call, and each wire is flushed once: at the end, or,
/// where there is but one message, with it. A walk over a thousand wires finds none of them in the cache, so one walk is better than two.
public final class Audience {

    private final Loop loop;
    private final Bound bound;
    private final SharedReads<CallView> reads;
    private final SharedReads<LobbyView> lobbyReads;
    private final AudienceListener listener;

    /// Changed on the loop, looked into by the feeds.
    private final Map<String, Row> rows = new ConcurrentHashMap<>();
    private final Set<Viewer> viewers = new HashSet<>();
    private final List<LobbyGuest> lobby = new ArrayList<>();
    private volatile boolean lobbyWatched;
    private final List<Viewer> toFlush = new ArrayList<>();
    private boolean single;

    Audience(Loop loop, Bound bound, SharedReads<CallView> reads, SharedReads<LobbyView> lobbyReads,
            AudienceListener listener) {
        this.loop = loop;
        this.bound = bound;
        this.reads = reads;
        this.lobbyReads = lobbyReads;
        this.listener = listener;
    }

    /// Somebody who watches one call, and is closed when it may not or no longer.
    public Viewer admitToCall(Line line, Predicate<@Nullable String> sees) {
        return admit(new Viewer(this, line, sees, null));
    }

    /// Somebody who watches any number of calls.
    ///
    /// @param notFound what it is told of a call that it may not see
    public Viewer admitToCalls(Line line, Predicate<@Nullable String> sees, Function<String, Message> notFound) {
        return admit(new Viewer(this, line, sees, notFound));
    }

    /// Somebody who watches the comings and goings of all calls it may see.
    public Viewer admitToLobby(Line line, Predicate<@Nullable String> sees) {
        Viewer viewer = admit(new Viewer(this, line, sees, null));
        LobbyGuest guest = new LobbyGuest(this, viewer);
        lobby.add(guest);
        lobbyWatched = true;
        guest.enter();
        return viewer;
    }

    /// The viewers there are, in no order; for closing them one after the other. A copy.
    public List<Viewer> viewers() {
        return List.copyOf(viewers);
    }

    public Loop loop() {
        return loop;
    }

    /// Whether anybody here wants this event. From any thread.
    boolean wants(String callId, String type) {
        return rows.containsKey(callId) || (lobbyWatched && isForLobby(type));
    }

    void deliver(List<Message> events) {
        single = events.size() == 1;
        for (Message event : events) {
            Row row = rows.get(event.callId());
            if (row != null) {
                listener.delivered(event, row.deliver(event));
            }
            if (lobbyWatched && isForLobby(event.type())) {
                for (int i = lobby.size() - 1; i >= 0; i--) {
                    lobby.get(i).accept(event);
                }
            }
        }
        single = false;
        flush();
    }

    /// The feed of some shards came back, or brought nothing for a while: look whether something was missed.
    void verify(Predicate<String> calls) {
        rows.forEach((callId, row) -> {
            if (calls.test(callId)) {
                row.verify();
            }
        });
        lobby.forEach(LobbyGuest::enter);
    }

    /// Redis forgot events of some shards: all who watch its calls begin anew.
    void restart(Predicate<String> calls) {
        rows.forEach((callId, row) -> {
            if (calls.test(callId)) {
                row.restart();
            }
        });
        lobby.forEach(LobbyGuest::enter);
    }

    void enter(Seat seat) {
        rows.computeIfAbsent(seat.callId(), _ -> new Row()).add(seat);
    }

    void leave(Seat seat) {
        Row row = rows.get(seat.callId());
        row.remove(seat);
        if (row.size() == 0) {
            rows.remove(seat.callId());
        }
    }

    void left(Viewer viewer) {
        viewers.remove(viewer);
        if (!lobby.isEmpty() && lobby.removeIf(guest -> guest.viewer() == viewer)) {
            lobbyWatched = !lobby.isEmpty();
        }
    }

    /// Whether nothing more is written in this task, so that a wire may be flushed at once.
    boolean isSingle() {
        return single;
    }

    void toFlush(Viewer viewer) {
        toFlush.add(viewer);
    }

    void flush() {
        for (int i = 0; i < toFlush.size(); i++) {
            toFlush.get(i).flushed();
        }
        toFlush.clear();
    }

    Bound bound() {
        return bound;
    }

    SharedReads<CallView> reads() {
        return reads;
    }

    SharedReads<LobbyView> lobbyReads() {
        return lobbyReads;
    }

    AudienceListener listener() {
        return listener;
    }

    private Viewer admit(Viewer viewer) {
        viewers.add(viewer);
        return viewer;
    }

    private static boolean isForLobby(String type) {
        return switch (type) {
            case EventTypes.CALL_STARTED, EventTypes.CALL_STATUS, EventTypes.BARGE_IN, EventTypes.CALL_ENDED,
                    EventTypes.CALL_ERASED ->
                true;
            default -> false;
        };
    }
}
