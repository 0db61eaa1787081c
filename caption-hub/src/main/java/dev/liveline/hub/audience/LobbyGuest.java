package dev.liveline.hub.audience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A viewer in the lobby: beginnings, states, barge-ins and ends of all calls it may see, after a snapshot of the live ones.
final class LobbyGuest {

    private static final int MAX_HELD_BACK = 4096;
    private static final Duration RETRY = Duration.ofMillis(500);
    /// The feed is never this far behind a read: a probe would have missed by then.
    private static final Duration FEED_LAG = Duration.ofSeconds(30);

    private final Audience audience;
    private final Viewer viewer;
    /// Events since the read was asked for; null when the snapshot was told.
    private @Nullable List<Message> heldBack;
    /// The newest snapshot, for as long as the feed may still bring what it holds already.
    private @Nullable LobbyView view;

    LobbyGuest(Audience audience, Viewer viewer) {
        this.audience = audience;
        this.viewer = viewer;
    }

    Viewer viewer() {
        return viewer;
    }

    /// Tells the live calls, the first time or anew.
    void enter() {
        List<Message> mine = new ArrayList<>();
        heldBack = mine;
        Loop loop = audience.loop();
        audience.lobbyReads().read("", 0, new SharedReads.Answer<>() {
            @Override
            public void arrived(LobbyView found) {
                loop.execute(() -> {
                    if (mine == heldBack) {
                        take(found, mine);
                        audience.flush();
                    }
                });
            }

            @Override
            public void unavailable() {
                loop.later(RETRY, () -> {
                    if (mine == heldBack && !viewer.isClosed()) {
                        enter();
                    }
                });
            }
        });
    }

    void accept(Message event) {
        if (!viewer.sees(event.team())) {
            return;
        }
        if (heldBack != null) {
            if (heldBack.size() < MAX_HELD_BACK) {
                heldBack.add(event);
            } else {
                enter();
            }
        } else if (view == null || !view.includes(event)) {
            viewer.send(event);
        }
    }

    private void take(LobbyView found, List<Message> since) {
        heldBack = null;
        view = found;
        viewer.sendHistory(found.snapshot(viewer::sees));
        since.forEach(this::accept);
        audience.loop().later(FEED_LAG, () -> {
            if (view == found) {
                view = null;
            }
        });
    }
}
