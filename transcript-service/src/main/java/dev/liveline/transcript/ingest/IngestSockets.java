package dev.liveline.transcript.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.edge.access.Origins;
import dev.liveline.edge.access.Person;
import dev.liveline.edge.access.Roles;
import dev.liveline.edge.problem.Problem;
import dev.liveline.edge.problem.WrongMethods;
import dev.liveline.edge.webhook.WebhookConfig;
import dev.liveline.events.CallKeys;
import dev.liveline.transcript.Calls;
import dev.liveline.transcript.TranscriptConfig;
import dev.liveline.transcript.redaction.RedactedFacts;
import dev.liveline.transcript.redaction.Redaction;
import dev.liveline.transcript.redis.CallReads;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/// Lets clients of the streaming protocol in: who has a token, or the webhook secret as a bearer. Refusals are HTTP answers to the upgrade.
@ApplicationScoped
public class IngestSockets {

    private final Vertx vertx;
    private final IdentityProviderManager identities;
    private final List<byte[]> secrets;
    private final CallReads reads;
    private final Calls calls;
    private final InstantSource clock;
    private final IngestConfig config;
    private final RedactedFacts redacted;
    private final Origins origins;
    private final AtomicInteger open = new AtomicInteger();

    IngestSockets(Vertx vertx, IdentityProviderManager identities, WebhookConfig webhook, CallReads reads, Calls calls,
            InstantSource clock, IngestConfig config, TranscriptConfig transcript, LivelineConfig liveline,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.identities = identities;
        this.secrets = webhook.secrets()
            .orElse(List.of())
            .stream()
            .map(String::strip)
            .filter(secret -> !secret.isEmpty())
            .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
            .toList();
        this.reads = reads;
        this.calls = calls;
        this.clock = clock;
        this.config = config;
        this.redacted = new RedactedFacts(new Redaction(transcript.redaction().classes().orElse(Set.of())));
        this.origins = new Origins(liveline.publicUrl(), liveline.allowedOrigins().orElse(List.of()));
        Gauge.builder("liveline_transcript_ingest_sockets", open, AtomicInteger::get).register(registry);
    }

    void route(@Observes Router router) {
        router.get("/ingest").handler(context -> admit(context, null));
        router.get("/ingest/:session").handler(context -> admit(context, context.pathParam("session")));
        router.route("/ingest").handler(WrongMethods.takenOnly("GET"));
        router.route("/ingest/:session").handler(WrongMethods.takenOnly("GET"));
    }

    private void admit(RoutingContext context, @Nullable String session) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            refuse(context, Problem.of(426, "Only as a WebSocket.").header("Upgrade", "websocket"));
        } else if (session != null && !CallKeys.isCallId(session)) {
            refuse(context, Problem.badRequest("The session id is letters, digits and ._:@+- only."));
        } else if (open.get() >= config.maxSockets()) {
            refuse(context, Problem.tooManyRequests("Too many sockets are open.", 5));
        } else if (!origins.admits(request.getHeader("Origin"), request.getHeader("Host"))) {
            refuse(context, Problem.forbidden());
        } else if (holdsSecret(request.getHeader("Authorization"))) {
            accept(context, session, null);
        } else {
            authenticate(context, session);
        }
    }

    private void authenticate(RoutingContext context, @Nullable String session) {
        context.request().pause();
        QuarkusHttpUser.getSecurityIdentity(context, identities).subscribe().with(identity -> {
            Person person = identity == null ? null : Person.of(identity);
            if (person == null) {
                refuse(context, Problem.unauthorized());
            } else if (!person.hasRole(Roles.AGENT)) {
                refuse(context, Problem.forbidden());
            } else {
                accept(context, session, person);
            }
        }, _ -> refuse(context, Problem.unauthorized()));
    }

    private boolean holdsSecret(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return false;
        }
        byte[] given = authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
        boolean holds = false;
        for (byte[] secret : secrets) {
            holds |= MessageDigest.isEqual(secret, given);
        }
        return holds;
    }

    private void accept(RoutingContext context, @Nullable String session, @Nullable Person person) {
        context.request().toWebSocket().onSuccess(socket -> {
            IngestSocket client = new IngestSocket(socket, person, reads, calls, clock, config, redacted);
            open.incrementAndGet();
            long probes = vertx.setPeriodic(config.probeEvery().toMillis(), _ -> client.probe());
            socket.closeHandler(_ -> {
                vertx.cancelTimer(probes);
                open.decrementAndGet();
            });
            // A broken connection ends in its close handler, too.
            socket.exceptionHandler(_ -> {
            });
            client.open(session);
        }).onFailure(_ -> refuse(context, Problem.badRequest("The upgrade failed.")));
    }

    private static void refuse(RoutingContext context, Problem problem) {
        problem.answer(context.response());
    }
}
