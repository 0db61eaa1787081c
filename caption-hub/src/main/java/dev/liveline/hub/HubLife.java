package dev.liveline.hub;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.liveline.hub.access.Gate;
import dev.liveline.hub.access.Withdrawals;
import dev.liveline.hub.feed.CaptionFeed;
import dev.liveline.hub.live.CaptionSockets;
import dev.liveline.hub.live.CaptionStreams;
import dev.liveline.hub.live.Drain;
import dev.liveline.hub.live.LiveLoops;
import dev.liveline.hub.live.LiveServices;
import dev.liveline.hub.live.OnlyGet;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/// Starts the hub, opens its paths, and stops it without losing anybody.
@ApplicationScoped
public class HubLife {

    private static final Logger LOG = Logger.getLogger(HubLife.class);
    private static final Duration WITHDRAWALS_INTERVAL = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final CaptionFeed feed;
    private final Withdrawals withdrawals;
    private final HubConfig config;
    private final Drain drain;
    private final LiveServices services;
    private final List<Long> timers = new ArrayList<>();

    HubLife(Vertx vertx, CaptionFeed feed, Withdrawals withdrawals, LiveLoops loops, Gate gate, HubConfig config,
            InstantSource clock) {
        this.vertx = vertx;
        this.feed = feed;
        this.withdrawals = withdrawals;
        this.config = config;
        this.drain = new Drain(loops);
        this.services = new LiveServices(config.viewers(), gate, withdrawals, loops, clock, drain::isDraining);
    }

    void paths(@Observes Router router) {
        CaptionSockets sockets = new CaptionSockets(services);
        CaptionStreams streams = new CaptionStreams(services);
        router.get("/captions").handler(sockets::manyCalls);
        router.get("/captions/lobby").handler(streams::lobby);
        router.get("/captions/:callId").handler(sockets::oneCall);
        router.get("/captions/:callId/events").handler(streams::oneCall);
        router.route("/captions").handler(OnlyGet::refuse);
        router.route("/captions/:callId").handler(request -> {
            if (PaintResource.PATH.equals(request.normalizedPath())) {
                request.next();
            } else {
                OnlyGet.refuse(request);
            }
        });
        router.route("/captions/:callId/events").handler(OnlyGet::refuse);
        router.get("/").handler(request -> request.redirect("/console/"));
        // Exactly this: as a path, it would take `/console/` with it.
        router.getWithRegex("/console").handler(request -> request.redirect("/console/"));
    }

    void start(@Observes StartupEvent starting) {
        feed.start();
        every(config.feed().probeInterval(), feed::prove);
        withdrawals.whenNews(drain::checkRights);
        withdrawals.look();
        every(WITHDRAWALS_INTERVAL, withdrawals::look);
    }

    /// The first step of a stop: the server still answers. Readiness goes down, nobody is let in any more, and viewers are sent away one after
    /// the other, so that they do not all come back elsewhere in the same moment.
    void drain(@Observes ShutdownDelayInitiatedEvent stopping) throws InterruptedException {
        Duration duration = config.drain().duration();
        CountDownLatch empty = new CountDownLatch(1);
        drain.begin(duration, empty::countDown);
        if (!empty.await(duration.toMillis() + 2000, TimeUnit.MILLISECONDS)) {
            LOG.warn("not all viewers were told to go when the drain was over");
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        timers.forEach(vertx::cancelTimer);
        feed.stop();
    }

    private void every(Duration interval, Runnable action) {
        timers.add(vertx.setPeriodic(interval.toMillis(), _ -> action.run()));
    }

    boolean isDraining() {
        return drain.isDraining();
    }
}
