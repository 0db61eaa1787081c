package dev.liveline.hub.live;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.liveline.hub.access.Gate.Admitted;
import dev.liveline.hub.access.Guest;
import dev.liveline.hub.audience.CloseReason;
import dev.liveline.hub.audience.Viewer;

/// A viewer's connection while it is open: its right to be there and its signs of life, looked at on every round. Used on its loop only.
abstract class Connection {

    /// Where it is in its rounds; kept by them.
    int stop;
    int place = -1;

    private final LiveServices services;
    private final LiveLoop loop;
    private final Rounds rounds;
    private final Admitted admitted;
    private @Nullable Viewer viewer;
    private boolean gone;

    Connection(LiveServices services, LiveLoop loop, Rounds rounds, Admitted admitted) {
        this.services = services;
        this.loop = loop;
        this.rounds = rounds;
        this.admitted = admitted;
    }

    /// The viewer is connected from now on.
    final void open(Viewer connected) {
        viewer = connected;
        rounds.add(this);
        checkRight();
    }

    /// The wire is closed, whoever closed it.
    final void gone() {
        if (!gone) {
            gone = true;
            rounds.remove(this);
            admitted.place().giveBack();
            if (viewer != null) {
                viewer.close(CloseReason.LEFT);
            }
        }
    }

    /// Once an interval.
    final void visit() {
        if (viewer.isClosed()) {
            // It was told to go a whole interval ago and its wire is still open.
            cut();
        } else {
            checkRight();
            if (!viewer.isClosed()) {
                checkLife();
            }
        }
    }

    /// Closes it if its token has expired or was withdrawn; if it expires before the next visit, then.
    final void checkRight() {
        long left = guest().person().expiresAt() - services.clock().millis();
        if (left <= 0 || services.withdrawals().concern(guest())) {
            viewer.close(CloseReason.WITHDRAWN);
        } else if (left < services.longestInterval().toMillis()) {
            loop.later(Duration.ofMillis(left), () -> {
                if (!gone) {
                    viewer.close(CloseReason.WITHDRAWN);
                }
            });
        }
    }

    final void sendAway() {
        if (!gone) {
            viewer.close(CloseReason.GOING_AWAY);
        }
    }

    /// Sends a sign of life, or closes a viewer who gave none.
    abstract void checkLife();

    /// Closes the wire without a word.
    abstract void cut();

    final Guest guest() {
        return admitted.guest();
    }

    final Viewer viewer() {
        return viewer;
    }

    final LiveServices services() {
        return services;
    }
}
