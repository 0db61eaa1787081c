package dev.liveline.simulator.vapi;

import io.vertx.core.json.JsonObject;

/// A `destination` of Vapi's: a number, or a SIP URI.
final class Destination {

    private Destination() {}

    /// Whom it leads to; empty if nobody.
    static String address(JsonObject destination) {
        return destination.getString("number", destination.getString("sipUri", ""));
    }
}
