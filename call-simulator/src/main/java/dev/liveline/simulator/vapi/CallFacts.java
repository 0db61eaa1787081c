package dev.liveline.simulator.vapi;

import dev.liveline.simulator.scenario.ScriptedCall;
import java.util.Map;

/// What is true of a call from its beginning and repeated in every message of it.
///
/// @param type `inboundPhoneCall`, `outboundPhoneCall` or `vapi.websocketCall`
/// @param customer E.164, empty when withheld
/// @param dialled our number, E.164, empty when there is none
/// @param callSid Twilio's, empty when Twilio has no part in it
/// @param controlUrl a capability; empty when control is off
/// @param metadata the operator's own
/// @param variableValues e.g. from the `x-` headers of a SIP call
/// @param startedAt when the call began to ring, epoch milliseconds; message times count from here
/// @param speed how much faster than life the call runs; message times shrink with it
public record CallFacts(String callId, String type, String customer, String dialled, String phoneNumberId, String assistantId,
        String callSid, String controlUrl, String listenUrl, Map<String, String> metadata, Map<String, String> variableValues,
        long startedAt, double speed) {

    public CallFacts {
        metadata = Map.copyOf(metadata);
        variableValues = Map.copyOf(variableValues);
        if (!(speed > 0)) {
            throw new IllegalArgumentException("a call runs forward");
        }
    }

    /// An inbound phone call at the speed of life, for tests that need no cloud.
    public static CallFacts inbound(String callId, String customer, String dialled, long startedAt) {
        return new CallFacts(callId, "inboundPhoneCall", customer, dialled, "pn-simulated", "as-simulated", "", "", "",
                Map.of(),
                Map.of(), startedAt, 1);
    }

    /// The facts of the call a script is about.
    public static CallFacts of(ScriptedCall script, long startedAt) {
        return inbound(script.callId(), script.caller(), script.dialled(), startedAt);
    }

    /// The same call, its message times shrunk by another factor.
    public CallFacts atSpeed(double other) {
        return new CallFacts(callId, type, customer, dialled, phoneNumberId, assistantId, callSid, controlUrl, listenUrl,
                metadata,
                variableValues, startedAt, other);
    }

    CallFacts withAssistant(String id) {
        return new CallFacts(callId, type, customer, dialled, phoneNumberId, id, callSid, controlUrl, listenUrl, metadata,
                variableValues, startedAt, speed);
    }

    CallFacts startedAt(long millis) {
        return new CallFacts(callId, type, customer, dialled, phoneNumberId, assistantId, callSid, controlUrl, listenUrl,
                metadata,
                variableValues, millis, speed);
    }

    CallFacts withCallSid(String sid) {
        return new CallFacts(callId, type, customer, dialled, phoneNumberId, assistantId, sid, controlUrl, listenUrl, metadata,
                variableValues, startedAt, speed);
    }
}
