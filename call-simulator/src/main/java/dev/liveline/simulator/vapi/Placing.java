package dev.liveline.simulator.vapi;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/// Everything known when a call is made.
///
/// @param customer E.164 or a SIP URI
/// @param overrides `assistantOverrides` or an inline assistant
/// @param number the phone number resource it comes in by, or goes out from; empty if there is none
/// @param variables from the `x-` headers of a SIP call
/// @param callSid of a leg at Twilio that is known from the beginning; else empty
/// @param live whether somebody's audio drives the call
record Placing(String type, String customer, String dialled, String phoneNumberId, String assistantId, JsonObject overrides,
        JsonObject number, Map<String, String> variables, String callSid, boolean live) {

    /// A call that comes in by a number.
    static Placing inbound(String customer, String dialled, JsonObject number, String assistantId,
            Map<String, String> variables) {
        return new Placing("inboundPhoneCall", customer, dialled, number.getString("id", ""), assistantId, new JsonObject(),
                number, variables, "", false);
    }
}
