package dev.liveline.simulator.vapi;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/// The `Call` object of the REST API.
final class CallObject {

    private CallObject() {}

    static JsonObject of(LiveCall call) {
        var facts = call.facts();
        var object = new JsonObject().put("id", call.id())
            .put("orgId", VapiCloud.ORG_ID)
            .put("type", facts.type())
            .put("status", call.status())
            .put("createdAt", iso(call.createdAt()))
            .put("updatedAt", iso(Math.max(call.createdAt(), call.endedAt())));
        put(object, "name", call.name());
        put(object, "phoneNumberId", facts.phoneNumberId());
        put(object, "assistantId", facts.assistantId());
        if (!facts.customer().isEmpty()) {
            object.put("customer", new JsonObject().put("number", facts.customer()));
        }
        if (call.isControllable()) {
            object.put("monitor", new JsonObject().put("listenUrl", facts.listenUrl()).put("controlUrl", facts.controlUrl()));
        }
        if (!facts.callSid().isEmpty()) {
            object.put("transport", new JsonObject().put("provider", "twilio").put("callSid", facts.callSid()));
            object.put("phoneCallProvider", "twilio").put("phoneCallProviderId", facts.callSid());
        }
        if (call.hasStarted()) {
            object.put("startedAt", iso(facts.startedAt()));
        }
        if (!call.endedReason().isEmpty()) {
            object.put("endedReason", call.endedReason())
                .put("endedAt", iso(call.endedAt()))
                .put("artifact", new JsonObject().put("transcript", call.transcript()));
        }
        return object;
    }

    private static void put(JsonObject object, String name, String value) {
        if (!value.isEmpty()) {
            object.put(name, value);
        }
    }

    private static String iso(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
