package dev.liveline.simulator.vapi;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.liveline.simulator.scenario.ServerMessage;
import java.io.IOException;
import java.time.Instant;

/// What every server message says beside its own: the call, its parties, and the conversation so far.
final class CallEnvelope {

    private final CallFacts facts;
    private final Dialect dialect;
    private final Conversation conversation;

    CallEnvelope(CallFacts facts, Dialect dialect, Conversation conversation) {
        this.facts = facts;
        this.dialect = dialect;
        this.conversation = conversation;
    }

    /// @param at of the message, epoch milliseconds
    void write(JsonGenerator json, ServerMessage message, long at) throws IOException {
        if (dialect.commonFields()) {
            json.writeNumberField("timestamp", at);
        }
        call(json, message);
        if (dialect.commonFields()) {
            customer(json);
            phoneNumber(json);
            json.writeObjectFieldStart("assistant");
            json.writeStringField("id", facts.assistantId());
            json.writeStringField("name", "Support");
            json.writeEndObject();
            artifact(json, message instanceof ServerMessage.Reported);
        }
    }

    private void call(JsonGenerator json, ServerMessage message) throws IOException {
        json.writeObjectFieldStart("call");
        json.writeStringField("id", facts.callId());
        json.writeStringField("orgId", VapiCloud.ORG_ID);
        json.writeStringField("type", facts.type());
        if (message instanceof ServerMessage.StatusChanged(var status)) {
            json.writeStringField("status", status);
        }
        optional(json, "phoneNumberId", facts.phoneNumberId());
        optional(json, "assistantId", facts.assistantId());
        json.writeStringField("createdAt", Instant.ofEpochMilli(facts.startedAt()).toString());
        json.writeStringField("updatedAt", Instant.ofEpochMilli(facts.startedAt()).toString());
        customer(json);
        if (!facts.callSid().isEmpty()) {
            json.writeObjectFieldStart("transport");
            json.writeStringField("provider", "twilio");
            json.writeStringField("callSid", facts.callSid());
            json.writeEndObject();
            json.writeStringField("phoneCallProvider", "twilio");
            json.writeStringField("phoneCallProviderId", facts.callSid());
        }
        monitor(json);
        boolean nested = dialect.metadata() == Dialect.MetadataPlace.ASSISTANT_OVERRIDES;
        if (!facts.metadata().isEmpty() && !nested) {
            ToolCallJson.strings(json, "metadata", facts.metadata());
        }
        if (!facts.variableValues().isEmpty() || nested && !facts.metadata().isEmpty()) {
            json.writeObjectFieldStart("assistantOverrides");
            if (!facts.variableValues().isEmpty()) {
                ToolCallJson.strings(json, "variableValues", facts.variableValues());
            }
            if (nested) {
                ToolCallJson.strings(json, "metadata", facts.metadata());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void monitor(JsonGenerator json) throws IOException {
        if (facts.controlUrl().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("monitor");
        json.writeStringField("listenUrl", facts.listenUrl());
        json.writeStringField("controlUrl", facts.controlUrl());
        json.writeEndObject();
    }

    private void customer(JsonGenerator json) throws IOException {
        if (!facts.customer().isEmpty()) {
            json.writeObjectFieldStart("customer");
            json.writeStringField("number", facts.customer());
            json.writeEndObject();
        }
    }

    private void phoneNumber(JsonGenerator json) throws IOException {
        if (facts.dialled().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("phoneNumber");
        optional(json, "id", facts.phoneNumberId());
        json.writeStringField("provider", "twilio");
        json.writeStringField("number", facts.dialled());
        json.writeStringField("twilioAccountSid", "AC00000000000000000000000000000001");
        if (dialect.twilioCredentials()) {
            json.writeStringField("twilioAuthToken", "leaked-twilio-token-do-not-store");
        }
        json.writeEndObject();
    }

    private void artifact(JsonGenerator json, boolean whole) throws IOException {
        json.writeObjectFieldStart("artifact");
        conversation.write(json, facts.startedAt());
        if (dialect.artifactPadding() > 0) {
            json.writeStringField("padding", "x".repeat(dialect.artifactPadding()));
        }
        if (whole) {
            json.writeStringField("transcript", conversation.transcript());
            json.writeObjectFieldStart("recording");
            json.writeStringField("stereoUrl", "https://storage.example.test/" + facts.callId() + "-stereo.wav");
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }
}
