package dev.liveline.router.web;

import java.util.List;
import java.util.Optional;

import dev.liveline.router.control.TakeOvers;
import dev.liveline.router.control.TakeOvers.TakeOver;
import dev.liveline.router.redis.Answers;
import dev.liveline.router.twilio.CallerScript;
import dev.liveline.router.twilio.Form;
import dev.liveline.router.twilio.TwiMl;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// What Twilio asks about an agent who is called to take a call over.
@Path("/twilio/agent")
@Consumes(MediaType.WILDCARD)
@RunOnVirtualThread
public class AgentResource {

    private final TwilioWebhook webhook;
    private final Answers answers;
    private final TakeOvers takeOvers;
    private final CallerScript script;

    public AgentResource(TwilioWebhook webhook, Answers answers, TakeOvers takeOvers, CallerScript script) {
        this.webhook = webhook;
        this.answers = answers;
        this.takeOvers = takeOvers;
        this.script = script;
    }

    /// The agent answered.
    @POST
    public Response answered(@Context HttpServerRequest request, byte[] body) {
        return webhook.answer(request, body, form -> takeOver(form)
            .map(takeOver -> answers.once(takeOver.callId(), List.of("agent:" + takeOver.commandId()),
                    () -> takeOvers.answered(takeOver, form.text("CallSid").orElse("")),
                    () -> takeOvers.answeredUnfinished(takeOver)))
            .orElseGet(script::callerGone), script.callerGone());
    }

    @POST
    @Path("/status")
    public Response status(@Context HttpServerRequest request, byte[] body) {
        return webhook.answer(request, body, form -> {
            takeOver(form).ifPresent(takeOver -> takeOvers.report(takeOver, form.text("CallSid").orElse(null),
                    form.text("CallStatus").orElse(""), form.text("SequenceNumber").map(TwilioResource::number).orElse(null)));
            return TwiMl.EMPTY;
        }, TwiMl.EMPTY);
    }

    private static Optional<TakeOver> takeOver(Form form) {
        return form.text("command")
            .flatMap(command -> form.text("call")
                .flatMap(call -> form.text("leg")
                    .map(leg -> new TakeOver(command, call, leg, form.text("number").orElse(""), form.text("by").orElse("")))));
    }
}
