package dev.liveline.transcript.vapi;

import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jspecify.annotations.Nullable;

import dev.liveline.edge.problem.Problem;
import dev.liveline.edge.problem.WrongMethods;
import dev.liveline.edge.webhook.ReplayGuard;
import dev.liveline.edge.webhook.SpentSignature;
import dev.liveline.edge.webhook.VapiAuthentication;
import dev.liveline.edge.webhook.Verdict;
import dev.liveline.events.CallKeys;
import dev.liveline.transcript.Applied;
import dev.liveline.transcript.Calls;
import dev.liveline.transcript.TranscriptConfig;
import dev.liveline.transcript.call.Fact;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/// `POST /webhook/vapi`: takes every server message, in this order: size, authenticity, content type, form; then applies the fact and answers
/// once it is durable. A plain route on the event loop: the hot path of the suite.
@ApplicationScoped
public class VapiWebhook {

    private static final String PATH = "/webhook/vapi";
    private static final long SPEND_WITHIN_MS = 1_000;
    /// Before Quarkus' handlers for tokens (-200) and resources: a webhook proves who it is by itself.
    private static final int FIRST = -1_000;

    private final VapiAuthentication authentication;
    private final ReplayGuard replays;
    private final Calls calls;
    private final VapiReplies replies;
    private final IntakeMetrics metrics;
    private final InstantSource clock;
    private final int maxBody;
    private final String retryAfter;

    VapiWebhook(VapiAuthentication authentication, ReplayGuard replays, Calls calls, VapiReplies replies, IntakeMetrics metrics,
            InstantSource clock, IntakeConfig config, TranscriptConfig transcript) {
        this.authentication = authentication;
        this.replays = replays;
        this.calls = calls;
        this.replies = replies;
        this.metrics = metrics;
        this.clock = clock;
        this.maxBody = config.maxBody();
        this.retryAfter = Integer.toString(transcript.spool().retryAfter());
    }

    void route(@Observes Router router) {
        router.post(PATH).order(FIRST).handler(this::receive);
        router.route(PATH).order(FIRST + 1).handler(WrongMethods.takenOnly("POST"));
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (contentLength(request) > maxBody) {
            tooLarge(response);
            return;
        }
        Buffer body = Buffer.buffer((int) Math.max(1024, contentLength(request)));
        request.handler(chunk -> {
            if (response.ended()) {
                return;
            }
            if (body.length() + chunk.length() > maxBody) {
                tooLarge(response);
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> {
            if (!response.ended()) {
                take(request, response, body.getBytes());
            }
        });
        request.resume();
    }

    private static long contentLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private void tooLarge(HttpServerResponse response) {
        metrics.refused("too-large");
        refuse(response.putHeader("Connection", "close"), 413, "A message may have " + maxBody + " bytes.");
    }

    private void take(HttpServerRequest request, HttpServerResponse response, byte[] body) {
        long now = clock.millis();
        switch (authentication.check(request::getHeader, body, now)) {
            case Verdict.Refused(String reason) -> {
                metrics.refused(reason);
                refuse(response, 401, "The message is not signed as it must be.");
            }
            case Verdict.Accepted accepted -> {
                if (isJson(request.getHeader("Content-Type"))) {
                    read(response, body, accepted, now);
                } else {
                    metrics.refused("content-type");
                    refuse(response, 415, "Only application/json.");
                }
            }
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.startsWith("application/") && type.endsWith("+json");
    }

    private void read(HttpServerResponse response, byte[] body, Verdict.Accepted accepted, long now) {
        VapiMessage message;
        try {
            message = VapiMessageReader.read(body);
        } catch (MalformedMessage malformed) {
            metrics.refused("malformed");
            refuse(response, 400, malformed.getMessage());
            return;
        }
        String callId = message.callId();
        boolean known = callId != null && CallKeys.isCallId(callId);
        if (!known && (callId != null || needsCall(message.type()))) {
            metrics.refused("no-call-id");
            refuse(response, 400, callId == null ? "There is no message.call.id." : "message.call.id is no call id.");
            return;
        }
        Fact fact = known ? VapiTranslation.fact(message, now) : null;
        SpentSignature signature = accepted.signature();
        Future<Applied> applied = fact == null ? spendAlone(signature, callId) : calls.apply(callId, fact, signature);
        applied.onComplete(done -> answer(response, message, body, now,
                done.succeeded() ? done.result() : new Applied.Refused()));
    }

    private static boolean needsCall(String type) {
        return !(type.startsWith("chat.") || type.startsWith("session.") || type.equals("campaign.predial")
                || type.equals("assistant-request"));
    }

    /// A message without effect on a call has no commit that could spend its signature.
    private Future<Applied> spendAlone(@Nullable SpentSignature signature, @Nullable String callId) {
        if (signature == null) {
            return Future.succeededFuture(new Applied.Noted());
        }
        // Without Redis nobody can tell, nor is anybody kept waiting for it; a message without effect may then be taken twice.
        return replays.spend(signature, callId)
            .timeout(SPEND_WITHIN_MS, TimeUnit.MILLISECONDS)
            .<Applied>map(fresh -> fresh ? new Applied.Noted() : new Applied.Replayed())
            .otherwise(new Applied.Noted());
    }

    private void answer(HttpServerResponse response, VapiMessage message, byte[] body, long arrivedAt, Applied applied) {
        metrics.taken(message.type(), applied);
        switch (applied) {
            case Applied.Replayed _ -> refuse(response, 401, "This signature was used before.");
            case Applied.Refused _ ->
                refuse(response.putHeader("Retry-After", retryAfter), 503, "Neither Redis nor the spool can take it.");
            case Applied.Durable _,Applied.Noted _,Applied.Spooled _,Applied.Erased _ ->
                replies.to(message, body, arrivedAt).onComplete(reply -> respond(response, reply.result()));
        }
    }

    private static void respond(HttpServerResponse response, Buffer json) {
        if (!response.closed()) {
            response.putHeader("Content-Type", "application/json").end(json);
        }
    }

    private static void refuse(HttpServerResponse response, int status, String why) {
        Problem.of(status, why).answer(response);
    }
}
