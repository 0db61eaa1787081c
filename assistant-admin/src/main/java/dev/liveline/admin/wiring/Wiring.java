package dev.liveline.admin.wiring;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.lint.Expectations;

/// Puts server, messages, authentication and tools into what is written. It fills gaps and overrides nothing; wiring twice is wiring once.
public final class Wiring {

    private static final String ESCALATION = "escalate_to_human";

    private final Wires wires;

    public Wiring(Wires wires) {
        this.wires = wires;
    }

    public Expectations expectations() {
        return new Expectations(server(), wires.serverMessages(),
                wires.credentialId().isPresent() || wires.webhookSecret().isPresent());
    }

    /// A copy of a whole new resource with the gaps filled.
    public ObjectNode complete(Kind kind, ObjectNode body) {
        ObjectNode wired = body.deepCopy();
        switch (kind) {
            case ASSISTANT -> {
                if (!wired.has("server")) {
                    wired.set("server", server());
                }
                if (!wired.has("serverMessages")) {
                    wires.serverMessages().forEach(wired.putArray("serverMessages")::add);
                }
                return partial(kind, wired);
            }
            case PHONE_NUMBER -> {
                boolean answered = wired.hasNonNull("assistantId") || wired.hasNonNull("squadId")
                        || wired.hasNonNull("workflowId");
                if (!answered && !wired.has("server")) {
                    wired.set("server", server());
                }
                if (wired.path("provider").asText().equals("twilio")) {
                    twilio(wired);
                }
                return partial(kind, wired);
            }
            case TOOL -> {
                return wired;
            }
        }
        return wired;
    }

    /// A copy of what a PATCH replaces, with the gaps inside it filled.
    public ObjectNode partial(Kind kind, ObjectNode body) {
        ObjectNode wired = body.deepCopy();
        if (wired.path("server") instanceof ObjectNode server && server.path("url").asText().equals(wires.webhookUrl())) {
            server().properties().forEach(field -> server.putIfAbsent(field.getKey(), field.getValue()));
            authenticate(server);
        }
        if (kind == Kind.ASSISTANT && wires.escalation() && wired.path("model") instanceof ObjectNode model) {
            escalation(model);
        }
        return wired;
    }

    /// A copy of what a snapshot kept, with the secrets that configuration knows put back.
    public ObjectNode restored(Kind kind, ObjectNode body) {
        ObjectNode wired = partial(kind, body);
        if (kind == Kind.PHONE_NUMBER && wired.path("provider").asText().equals("twilio")) {
            twilio(wired);
        }
        return wired;
    }

    /// The `server` object that leads here, without secrets.
    private ObjectNode server() {
        ObjectNode server = Trees.object().put("url", wires.webhookUrl()).put("timeoutSeconds", wires.timeoutSeconds());
        wires.credentialId().ifPresent(id -> server.put("credentialId", id));
        ObjectNode plan = server.putObject("backoffPlan")
            .put("type", "exponential")
            .put("maxRetries", 3)
            .put("baseDelaySeconds", 1);
        ArrayNode excluded = plan.putArray("excludedStatusCodes");
        for (int refusal : new int[]{ 400, 401, 403, 404, 413, 422 }) {
            excluded.add(refusal);
        }
        return server;
    }

    private void authenticate(ObjectNode server) {
        boolean byHeader = server.path("headers").propertyStream().anyMatch(header -> Secrets.isSecretName(header.getKey()));
        if (!server.has("credentialId") && !byHeader) {
            wires.webhookSecret().ifPresent(secret -> server.withObject("/headers").put("X-Vapi-Secret", secret));
        }
    }

    private static void escalation(ObjectNode model) {
        for (JsonNode tool : model.path("tools")) {
            if (tool.at("/function/name").asText().equals(ESCALATION)) {
                return;
            }
        }
        ObjectNode function = model.withArray("/tools")
            .addObject()
            .put("type", "function")
            .putObject("function")
            .put("name", ESCALATION)
            .put("description",
                    "Call a human agent into this conversation: when the caller asks for a person, is upset, or you cannot help.");
        ObjectNode parameters = function.putObject("parameters").put("type", "object");
        ObjectNode properties = parameters.putObject("properties");
        properties.putObject("reason")
            .put("type", "string")
            .put("description", "Why a person is needed, in one short sentence.");
        properties.putObject("team")
            .put("type", "string")
            .put("description", "The team to call, if the caller's matter belongs to one.");
        parameters.putArray("required").add("reason");
    }

    /// A number of our own Twilio account needs no credentials in its document.
    private void twilio(ObjectNode number) {
        boolean ours = !number.has("twilioAccountSid")
                || wires.twilioAccountSid().equals(Optional.of(number.path("twilioAccountSid").asText()));
        if (!ours) {
            return;
        }
        wires.twilioAccountSid().ifPresent(sid -> number.put("twilioAccountSid", sid));
        if (!number.has("twilioAuthToken") && !number.has("twilioApiKey")) {
            wires.twilioAuthToken().ifPresent(token -> number.put("twilioAuthToken", token));
        }
    }
}
