package dev.liveline.admin.lint;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What Liveline needs of an assistant, from configuration.
///
/// @param server         the `server` object that leads to this installation; without secrets
/// @param serverMessages what has to be subscribed to, so that a call can be captioned and steered
/// @param authenticates  whether a write adds the authentication to a `server` that leads here
public record Expectations(ObjectNode server, List<String> serverMessages, boolean authenticates) {

    public Expectations {
        serverMessages = List.copyOf(serverMessages);
    }

    public String url() {
        return server.path("url").asText();
    }
}
