package dev.liveline.hub.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.liveline.hub.audience.Audience;
import dev.liveline.hub.audience.CaptionHub;
import dev.liveline.hub.audience.Loop;
import io.netty.channel.EventLoop;

/// One event loop of the HTTP server, with all that lives on it: its audience, the frames it shares, the rounds it makes.
final class LiveLoop implements Loop {

    private final EventLoop netty;
    private final Audience audience;
    private final SharedFrames frames = new SharedFrames();
    private final Rounds pings;
    private final Rounds comments;

    LiveLoop(EventLoop netty, CaptionHub hub, Duration pingInterval, Duration commentInterval) {
        this.netty = netty;
        this.audience = hub.openAudience(this);
        this.pings = new Rounds(netty, pingInterval);
        this.comments = new Rounds(netty, commentInterval);
    }

    Audience audience() {
        return audience;
    }

    SharedFrames frames() {
        return frames;
    }

    /// The round that pings WebSockets.
    Rounds pings() {
        return pings;
    }

    /// The round that comments on event streams.
    Rounds comments() {
        return comments;
    }

    /// Closes everybody here, one after the other over the duration.
    void sendAway(Duration duration, Runnable done) {
        List<Connection> leaving = new ArrayList<>();
        pings.forEach(leaving::add);
        comments.forEach(leaving::add);
        for (int i = 0; i < leaving.size(); i++) {
            later(duration.multipliedBy(i).dividedBy(leaving.size()), leaving.get(i)::sendAway);
        }
        later(leaving.isEmpty() ? Duration.ZERO : duration, done);
    }

    @Override
    public void execute(Runnable task) {
        netty.execute(task);
    }

    @Override
    public void later(Duration pause, Runnable task) {
        netty.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
