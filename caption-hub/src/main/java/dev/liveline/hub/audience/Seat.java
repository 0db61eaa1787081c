package dev.liveline.hub.audience;

import java.time.Duration;
import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

import dev.liveline.hub.audience.AudienceListener.Start;
import dev.liveline.hub.audience.CallView.Known;
import dev.liveline.hub.audience.CallView.Unknown;

/// One viewer at one call: where it stands, and how it gets on.
///
/// Live, it takes the event that follows the one it had, and nothing else. Everything else (the first join, a gap, another epoch, a feed
/// that came back) is one and the same step: read the call, hold back what happens meanwhile, tell the viewer what it misses or, if that is
/// not held any more, the whole call anew with `recovered: false`, then go on with what was held back.
final class Seat {

    /// Events held back during a read; if there are more, it reads again instead.
    private static final int MAX_HELD_BACK = 1024;
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Audience audience;
    private final Viewer viewer;
    private final String callId;

    /// Index in its row; kept by the row.
    int place = -1;

    private String epoch = "";
    private long seq;
    /// Whether it was let in: the call's team was seen, or the viewer may see calls that do not exist yet.
    private boolean admitted;
    private boolean left;

    /// Why it is not live at present; null while it is.
    private @Nullable CatchUp catchUp;

    private static final class CatchUp {
        private final @Nullable Position since;
        private final boolean asked;
        private final boolean resuming;
        private final ArrayDeque<Message> heldBack = new ArrayDeque<>(2);
        private boolean reading;
        private boolean again;

        /// @param since    what it has; null for nothing that counts
        /// @param asked    whether the viewer asked for it, rather than the seat itself
        /// @param resuming whether it had something when it asked
        CatchUp(@Nullable Position since, boolean asked, boolean resuming) {
            this.since = since;
            this.asked = asked;
            this.resuming = resuming;
        }

        static CatchUp asked(@Nullable Position since) {
            return new CatchUp(since, true, since != null);
        }

        static CatchUp ofItself(@Nullable Position since) {
            return new CatchUp(since, false, since != null);
        }

        /// The same once more.
        CatchUp retried() {
            return new CatchUp(since, asked, resuming);
        }

        /// The same, but from nothing.
        CatchUp anew() {
            return new CatchUp(null, asked, resuming);
        }
    }

    Seat(Audience audience, Viewer viewer, String callId) {
        this.audience = audience;
        this.viewer = viewer;
        this.callId = callId;
    }

    String callId() {
        return callId;
    }

    Viewer viewer() {
        return viewer;
    }

    boolean isAdmitted() {
        return admitted;
    }

    /// The viewer asks for the call from a position on.
    void join(@Nullable Position since) {
        start(CatchUp.asked(since));
    }

    /// Something may have been missed: look, and go on from where it stands.
    void verify() {
        if (catchUp == null) {
            start(CatchUp.ofItself(here()));
        } else {
            catchUp.again = true;
        }
    }

    /// What it was told may be no longer true: begin anew.
    void restart() {
        start(catchUp == null ? CatchUp.ofItself(null) : catchUp.anew());
    }

    /// An event of the call from the feed.
    void accept(Message event) {
        if (left) {
            return;
        }
        CatchUp under = catchUp;
        if (under != null) {
            if (under.reading && under.heldBack.size() < MAX_HELD_BACK) {
                under.heldBack.add(event);
            } else if (under.reading) {
                under.again = true;
            }
        } else if (event.epoch().equals(epoch)) {
            if (event.seq() == seq + 1) {
                epoch = event.epoch();
                seq = event.seq();
                viewer.send(event);
            } else if (event.seq() > seq) {
                start(CatchUp.ofItself(here()));
            }
        } else if (epoch.isEmpty() && event.seq() == 1) {
            epoch = event.epoch();
            seq = 1;
            viewer.send(event);
        } else {
            start(CatchUp.ofItself(here()));
        }
    }

    void leave() {
        left = true;
        if (catchUp != null && catchUp.reading) {
            viewer.readDone();
        }
        catchUp = null;
    }

    boolean wantsRead() {
        return !left && catchUp != null && !catchUp.reading;
    }

    /// Reads the call; called by the viewer when its turn has come.
    void read() {
        CatchUp mine = catchUp;
        mine.reading = true;
        long after = mine.since == null ? 0 : mine.since.seq();
        Loop loop = audience.loop();
        audience.reads().read(callId, after, new SharedReads.Answer<>() {
            @Override
            public void arrived(CallView view) {
                loop.execute(() -> {
                    if (mine == catchUp) {
                        Seat.this.arrived(view);
                        audience.flush();
                    }
                });
            }

            @Override
            public void unavailable() {
                loop.execute(() -> {
                    if (mine == catchUp) {
                        Seat.this.unavailable();
                    }
                });
            }
        });
    }

    private void unavailable() {
        CatchUp failed = catchUp;
        CatchUp next = failed.retried();
        catchUp = next;
        viewer.readDone();
        audience.loop().later(RETRY, () -> {
            if (next == catchUp) {
                viewer.ask(this);
            }
        });
    }

    private void arrived(CallView view) {
        CatchUp done = catchUp;
        catchUp = null;
        boolean told = switch (view) {
            case Unknown unknown -> takeUnknown(unknown, done);
            case Known known -> takeKnown(known, done);
        };
        viewer.readDone();
        if (!told || left) {
            return;
        }
        if (done.again) {
            start(CatchUp.ofItself(here()));
        } else {
            // A held-back event may start the next catch-up; the rest is then held back there.
            done.heldBack.forEach(this::accept);
        }
    }

    private boolean takeUnknown(Unknown unknown, CatchUp done) {
        // Who was let in stays when Redis forgets the call, and is looked at again with the team of its next event.
        if (!admitted && !viewer.sees(null)) {
            viewer.refuse(this);
            return false;
        }
        if (!admitted || done.asked || !epoch.isEmpty()) {
            viewer.dropUnsent(callId);
            viewer.sendHistory(unknown.snapshot());
            started(done, false);
        }
        epoch = "";
        seq = 0;
        admitted = true;
        return true;
    }

    private boolean takeKnown(Known known, CatchUp done) {
        if (!viewer.sees(known.team())) {
            viewer.refuse(this);
            return false;
        }
        Position since = done.since == null && admitted && epoch.isEmpty() && !done.asked
                ? new Position(known.epoch(), 0)
                : done.since;
        if (since != null && known.continues(since)) {
            known.events().stream().filter(event -> event.seq() > since.seq()).forEach(viewer::sendHistory);
            started(done, true);
        } else if (known.snapshot() != null) {
            viewer.dropUnsent(callId);
            viewer.sendHistory(known.snapshot());
            started(done, false);
        } else {
            start(done.anew());
            return false;
        }
        epoch = known.epoch();
        seq = known.seq();
        admitted = true;
        // Who has missed nothing was sent nothing.
        viewer.admitted();
        return true;
    }

    private void started(CatchUp done, boolean recovered) {
        Start start;
        if (!done.asked) {
            start = recovered ? Start.REPAIRED : Start.RESTARTED;
        } else if (recovered) {
            start = Start.RECOVERED;
        } else {
            start = done.resuming ? Start.NOT_RECOVERED : Start.FRESH;
        }
        audience.listener().started(start);
    }

    private @Nullable Position here() {
        return epoch.isEmpty() ? null : new Position(epoch, seq);
    }

    private void start(CatchUp next) {
        CatchUp before = catchUp;
        catchUp = next;
        if (before != null && before.reading) {
            viewer.readDone();
        }
        viewer.ask(this);
    }
}
