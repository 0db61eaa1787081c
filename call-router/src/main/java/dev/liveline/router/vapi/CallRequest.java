package dev.liveline.router.vapi;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// A body of `POST /call`.
public sealed interface CallRequest {

    /// The caller is at our door; Vapi gives the TwiML. Field names: facts of the official bypass sample, not in Vapi's OpenAPI.
    record Bypass(String assistantId, String phoneNumberId, String from, Map<String, String> variables) implements CallRequest {

        @Override
        public String toString() {
            return "Bypass[numbers hidden]";
        }
    }

    /// The audio comes over a WebSocket: mu-law 8 kHz, as Twilio has it.
    record WebSocket(String assistantId, Map<String, String> variables) implements CallRequest {}

    /// Vapi calls somebody.
    record Outbound(String assistantId, String phoneNumberId, String to) implements CallRequest {

        @Override
        public String toString() {
            return "Outbound[numbers hidden]";
        }
    }

    default String json() {
        return switch (this) {
            case Bypass call -> new JsonObject().put("assistantId", call.assistantId())
                .put("phoneNumberId", call.phoneNumberId())
                .put("phoneCallProviderBypassEnabled", true)
                .put("customer", customer(call.from()))
                .put("assistantOverrides", overrides(call.variables()))
                .encode();
            case WebSocket call -> new JsonObject().put("assistantId", call.assistantId())
                .put("transport",
                        new JsonObject().put("provider", "vapi.websocket")
                            .put("audioFormat",
                                    new JsonObject().put("format", "mulaw").put("container", "raw").put("sampleRate", 8000)))
                .put("assistantOverrides",
                        overrides(call.variables()).put("clientMessages",
                                new JsonArray().add("speech-update")
                                    .add("user-interrupted")
                                    .add("status-update")
                                    .add("assistant.speechStarted")))
                .encode();
            case Outbound call -> new JsonObject().put("assistantId", call.assistantId())
                .put("phoneNumberId", call.phoneNumberId())
                .put("customer", customer(call.to()))
                .encode();
        };
    }

    /// Whether Vapi is expected to answer with TwiML or a WebSocket address.
    default boolean isComplete(@Nullable String twiml, @Nullable String websocketUrl) {
        return switch (this) {
            case Bypass _ -> twiml != null;
            case WebSocket _ -> websocketUrl != null;
            case Outbound _ -> true;
        };
    }

    private static JsonObject customer(String address) {
        if (address.startsWith("sip:") || address.startsWith("sips:")) {
            return new JsonObject().put("sipUri", address);
        }
        JsonObject customer = new JsonObject().put("number", address);
        // A withheld caller comes as "anonymous" or the like; Vapi takes that only with its check off.
        return address.startsWith("+") ? customer : customer.put("numberE164CheckEnabled", false);
    }

    private static JsonObject overrides(Map<String, String> variables) {
        JsonObject values = new JsonObject();
        variables.forEach(values::put);
        return new JsonObject().put("variableValues", values);
    }
}
