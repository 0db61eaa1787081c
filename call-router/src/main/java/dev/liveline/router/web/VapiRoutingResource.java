package dev.liveline.router.web;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.edge.problem.Problem;
import dev.liveline.edge.webhook.ReplayGuard;
import dev.liveline.edge.webhook.SpentSignature;
import dev.liveline.edge.webhook.Verdict;
import dev.liveline.edge.webhook.VapiAuthentication;
import dev.liveline.router.answer.Fallbacks;
import dev.liveline.router.answer.InboundCalls;
import dev.liveline.router.answer.VapiAnswer;
import dev.liveline.router.answer.VapiQuestion;
import dev.liveline.router.answer.VapiQuestions;
import dev.liveline.router.redis.Answers;
import dev.liveline.router.redis.Waiting;
import dev.liveline.router.vapi.ControlMessage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// What Vapi asks about routing, directly or through transcript-service: `assistant-request` and `transfer-destination-request`. Checked like
/// every webhook of Vapi's, in the same order: signature, content type, content.
@Path("/webhook/vapi/routing")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VapiRoutingResource {

    private static final Logger LOG = Logger.getLogger(VapiRoutingResource.class);
    /// A caller waits: a signature that Redis cannot check for replay in this time is taken, because answering twice changes nothing.
    private static final Duration REPLAY_BUDGET = Duration.ofMillis(500);

    private final VapiAuthentication authentication;
    private final ReplayGuard replays;
    private final VapiQuestions questions;
    private final Answers answers;
    private final Fallbacks fallbacks;
    private final InstantSource clock;

    public VapiRoutingResource(VapiAuthentication authentication, ReplayGuard replays, VapiQuestions questions, Answers answers,
            Fallbacks fallbacks, InstantSource clock) {
        this.authentication = authentication;
        this.replays = replays;
        this.questions = questions;
        this.answers = answers;
        this.fallbacks = fallbacks;
        this.clock = clock;
    }

    @POST
    public Response ask(@Context HttpServerRequest request, byte @Nullable [] sent) {
        byte[] body = sent == null ? new byte[0] : sent;
        Verdict verdict = authentication.check(request::getHeader, body, clock.millis());
        SpentSignature signature = switch (verdict) {
            case Verdict.Accepted accepted -> accepted.signature();
            case Verdict.Refused _ -> throw unauthorized("The message is not signed as it must be.");
        };
        JsonObject message = message(body);
        String callId = message == null ? null : text(object(message, "call"), "id");
        if (signature != null && wasSpent(signature, callId)) {
            throw unauthorized("This signature was used before.");
        }
        String type = request.getHeader("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON)) {
            throw Problem.of(415, "The path takes application/json.");
        }
        if (message == null) {
            throw Problem.badRequest("The body is not a message of Vapi's.");
        }
        JsonObject answer = answer(message);
        if (signature != null) {
            replays.spend(signature, callId).onFailure(away -> LOG.debug("a signature was not spent"));
        }
        return Response.ok(answer.encode()).build();
    }

    private static Problem unauthorized(String detail) {
        return Problem.of(401, detail).header("WWW-Authenticate", "Bearer");
    }

    private JsonObject answer(JsonObject message) {
        String type = message.getValue("type") instanceof String text ? text : "";
        return switch (type) {
            case "assistant-request" -> assistant(question(message));
            case "transfer-destination-request" -> json(questions.destination(question(message)));
            // Nobody sends us others; one that comes all the same wants no answer of ours.
            default -> new JsonObject();
        };
    }

    /// Asked again about the same call, Vapi gets the same answer.
    private JsonObject assistant(VapiQuestion question) {
        if (question.callId() == null) {
            return json(questions.assistant(question));
        }
        return new JsonObject(answers.once(question.callId(), List.of("assistant-request:" + question.callId()),
                () -> json(questions.assistant(question)).encode(),
                () -> json(new VapiAnswer.Nobody(fallbacks.closingWords())).encode()));
    }

    private boolean wasSpent(SpentSignature signature, @Nullable String callId) {
        try {
            return Waiting.on(replays.isSpent(signature, callId).timeout(REPLAY_BUDGET.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RuntimeException away) {
            LOG.debug("Redis cannot tell whether a signature was spent");
            return false;
        }
    }

    private static @Nullable JsonObject message(byte[] body) {
        try {
            return object(new JsonObject(Buffer.buffer(body)), "message");
        } catch (RuntimeException malformed) {
            return null;
        }
    }

    private static VapiQuestion question(JsonObject message) {
        JsonObject call = object(message, "call");
        JsonObject phoneNumber = object(message, "phoneNumber");
        JsonObject variables = object(object(call, "assistantOverrides"), "variableValues");
        String ownCallSid = text(variables, InboundCalls.CALL_SID_VARIABLE);
        return new VapiQuestion(text(call, "id"),
                first(text(variables, "liveline-dialled"), text(phoneNumber, "number"),
                        text(object(call, "phoneNumber"), "number")),
                first(text(object(message, "customer"), "number"), text(object(call, "customer"), "number")),
                first(ownCallSid, text(object(call, "transport"), "callSid"), text(call, "phoneCallProviderId")),
                first(text(call, "phoneNumberId"), text(phoneNumber, "id")), ownCallSid != null);
    }

    private static JsonObject json(VapiAnswer answer) {
        return switch (answer) {
            case VapiAnswer.Assistant assistant -> new JsonObject().put("assistantId", assistant.assistantId());
            case VapiAnswer.Person person ->
                new JsonObject().put("destination", ControlMessage.destination(person.address()).put("message", ""));
            case VapiAnswer.Nobody nobody -> new JsonObject().put("error", nobody.words());
        };
    }

    private static JsonObject object(JsonObject parent, String name) {
        return parent.getValue(name) instanceof JsonObject child ? child : new JsonObject();
    }

    private static @Nullable String text(JsonObject parent, String name) {
        return parent.getValue(name) instanceof String text && !text.isBlank() ? text : null;
    }

    private static @Nullable String first(@Nullable String... candidates) {
        return Stream.of(candidates).filter(java.util.Objects::nonNull).findFirst().orElse(null);
    }
}
