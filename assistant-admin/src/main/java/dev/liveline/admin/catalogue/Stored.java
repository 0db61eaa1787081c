package dev.liveline.admin.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;

/// A resource as Vapi holds it, without its secrets.
public record Stored(ObjectNode body) {

    /// Takes the secrets out of what Vapi answered.
    static Stored of(ObjectNode answered) {
        return new Stored((ObjectNode) Secrets.strip(answered));
    }

    public String id() {
        return body.path("id").asText();
    }

    /// The version: Vapi moves `updatedAt` with every change. Without quotes.
    public String version() {
        String updatedAt = body.path("updatedAt").asText("");
        return updatedAt.isEmpty() ? Trees.hash(body).substring(0, 32) : updatedAt;
    }
}
