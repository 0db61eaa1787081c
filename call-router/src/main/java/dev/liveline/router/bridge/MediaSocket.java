package dev.liveline.router.bridge;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jboss.logging.Logger;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.edge.problem.Problem;
import dev.liveline.edge.problem.WrongMethods;
import dev.liveline.router.RouterConfig;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// `GET /twilio/media`: where Twilio opens the socket of a `<Connect><Stream>`.
///
/// A bare Vert.x socket instead of WebSockets Next, because of the cost of a frame and of what an inbound flood may pile up
/// (docs/decisions/0006). Everything that can be refused is refused before the upgrade: Twilio then goes on with the `action`.
@ApplicationScoped
public class MediaSocket {

    private static final Logger LOG = Logger.getLogger(MediaSocket.class);
    private static final Duration GOODBYES = Duration.ofSeconds(5);

    private final Bridges bridges;
    private final BridgeConfig config;
    private final BridgeMetrics metrics;
    private final HandshakeSignature signature;

    public MediaSocket(Bridges bridges, BridgeConfig config, BridgeMetrics metrics, LivelineConfig liveline,
            RouterConfig router) {
        this.bridges = bridges;
        this.config = config;
        this.metrics = metrics;
        this.signature = new HandshakeSignature(MediaUrl.of(liveline.publicUrl()),
                router.twilio().authToken().orElse(List.of()));
    }

    void route(@Observes Router router) {
        router.get(MediaUrl.PATH).handler(this::handshake);
        router.route(MediaUrl.PATH).handler(WrongMethods.takenOnly("GET"));
    }

    void handshake(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!signature.isValid(request.getHeader("X-Twilio-Signature"))) {
            refuse(routing, "signature", Problem.of(403, "Not signed by Twilio for this address."));
        } else if (!isUpgrade(request)) {
            refuse(routing, "no-upgrade", Problem.of(426, "This is a WebSocket.").header("Upgrade", "websocket"));
        } else if (bridges.isClosedToNewCalls()) {
            refuse(routing, "full", Problem.unavailable("No more calls can be bridged here now.", 5));
        } else {
            request.toWebSocket().onSuccess(bridges::accept).onFailure(broken -> {
                metrics.refused("handshake");
                LOG.debugf("media handshake failed: %s", broken.toString());
            });
        }
    }

    /// The first step of a stop: the server still answers, so that the callers of calls that end now can be led on.
    void drain(@Observes ShutdownDelayInitiatedEvent stopping) {
        await(config.drain());
    }

    /// The last step of a stop: whoever is still there goes.
    void stop(@Observes ShutdownEvent stopping) {
        await(Duration.ZERO);
    }

    private void await(Duration patience) {
        try {
            bridges.drain(patience)
                .toCompletionStage()
                .toCompletableFuture()
                .get(patience.plus(GOODBYES).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException unfinished) {
            LOG.warn("stopping with bridged calls that did not end");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(RoutingContext routing, String reason, Problem problem) {
        metrics.refused(reason);
        problem.answer(routing.response());
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }
}
