package dev.liveline.admin.plan;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Secrets;

/// How Vapi's side of a resource is read.
public final class Remote {

    /// Fields that Vapi makes: they change by themselves and cannot be written.
    public static final List<String> SERVER_MADE = List.of("id", "orgId", "createdAt", "updatedAt", "latestVersion", "status",
            "isServerUrlSecretSet");

    private Remote() {}

    /// What of it can be remembered: without secrets, and without what Vapi makes.
    public static ObjectNode kept(JsonNode resource) {
        ObjectNode kept = ((ObjectNode) Secrets.strip(resource)).remove(SERVER_MADE);
        // A number of Vapi's own is given by Vapi; it can be asked for by area code or SIP address only.
        return kept.path("provider").asText().equals("vapi") ? kept.without("number") : kept;
    }

    /// Whether a resource at Vapi goes by the name, or is the number, that a body says.
    static boolean isAlike(Kind kind, String name, JsonNode body, JsonNode resource) {
        return switch (kind) {
            case ASSISTANT -> resource.path("name").asText().equals(name);
            case TOOL -> resource.path("type").equals(body.path("type"))
                    && (resource.path("name").asText().equals(name)
                            || !functionName(body).isEmpty() && functionName(body).equals(functionName(resource)));
            case PHONE_NUMBER -> body.path("number").isTextual() ? resource.path("number").equals(body.path("number"))
                    : body.path("sipUri").isTextual() ? resource.path("sipUri").equals(body.path("sipUri"))
                            : resource.path("name").asText().equals(name)
                                    && resource.path("provider").equals(body.path("provider"));
        };
    }

    private static String functionName(JsonNode tool) {
        return tool.at("/function/name").asText("");
    }
}
