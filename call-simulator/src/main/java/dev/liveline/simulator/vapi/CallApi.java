package dev.liveline.simulator.vapi;

import dev.liveline.simulator.cloud.CloudPort;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What the REST API does with calls: `POST /call`, and bodies at control URLs.
final class CallApi {

    private final CloudPort port;
    private final VapiOptions options;
    private final Records assistants;
    private final Records phoneNumbers;
    private final LiveCalls calls;

    CallApi(CloudPort port, VapiOptions options, Records assistants, Records phoneNumbers, LiveCalls calls) {
        this.port = port;
        this.options = options;
        this.assistants = assistants;
        this.phoneNumbers = phoneNumbers;
        this.calls = calls;
    }

    /// Places a call for a valid body.
    ApiAnswer create(JsonObject body, boolean atLimit) {
        var inline = body.getJsonObject("assistant");
        var assistantId = body.getString("assistantId", "");
        if (inline == null && assistantId.isEmpty()) {
            return ApiAnswer.refused(400, "Bad Request",
                    "Need Either `assistantId`, `assistant`, `squadId`, `squad`, `workflowId`, Or `workflow`.");
        }
        if (inline == null && assistants.find(assistantId).isEmpty()) {
            return ApiAnswer.refused(400, "Bad Request", "Couldn't Find Assistant. assistantId: " + assistantId);
        }
        boolean webSocket = body.getValue("transport") instanceof JsonObject transport
                && "vapi.websocket".equals(transport.getString("provider"));
        var numberId = body.getString("phoneNumberId", "");
        var number = body.getValue("phoneNumber") instanceof JsonObject given
                ? given
                : phoneNumbers.find(numberId).orElseGet(JsonObject::new);
        var fault = webSocket ? webSocketFault(body) : phoneFault(body, numberId);
        if (fault != null) {
            return ApiAnswer.refused(400, "Bad Request", fault);
        }
        if (atLimit || calls.live() >= options.concurrencyLimit()) {
            return new ApiAnswer(400, new JsonObject().put("error", "Over Concurrency Limit")
                .put("message",
                        "Over Concurrency Limit. Contact Support To Increase Your Limit.")
                .put("statusCode", 400)
                .put("subscriptionLimits", limits(0)));
        }
        return webSocket
                ? placeWebSocket(body, assistantId, inline)
                : placePhone(body, assistantId, inline, numberId, number);
    }

    private String webSocketFault(JsonObject body) {
        if (body.containsKey("phoneNumberId") || body.containsKey("phoneNumber")) {
            return "`phoneNumberId` and `phoneNumber` are not allowed with a `vapi.websocket` transport.";
        }
        var format = body.getJsonObject("transport").getJsonObject("audioFormat", new JsonObject());
        return AudioFormat.fault(format).orElse(null);
    }

    private String phoneFault(JsonObject body, String numberId) {
        if (numberId.isEmpty() && !body.containsKey("phoneNumber")) {
            return "Need Either `phoneNumberId` Or `phoneNumber`.";
        }
        return body.getJsonObject("customer", new JsonObject()).containsKey("number")
                || body.getJsonObject("customer", new JsonObject()).containsKey("sipUri")
                        ? null
                        : "Need Either `customer` Or `customerId`.";
    }

    private ApiAnswer placePhone(JsonObject body, String assistantId, JsonObject inline, String numberId,
            JsonObject number) {
        boolean bypass = body.getBoolean("phoneCallProviderBypassEnabled", false);
        var customer = body.getJsonObject("customer");
        var call = calls.make(new Placing(bypass ? "inboundPhoneCall" : "outboundPhoneCall",
                customer.getString("number", customer.getString("sipUri")), number.getString("number", ""), numberId,
                assistantId,
                overrides(body, inline), number, Map.of(),
                bypass ? "" : "CA" + UUID.randomUUID().toString().replace("-", ""),
                false));
        call.rename(body.getString("name", ""));
        var answer = call.toJson().put("subscriptionLimits", limits(options.concurrencyLimit() - calls.live()));
        if (bypass) {
            answer.put("phoneCallProviderBypassEnabled", true)
                .put("phoneCallProviderDetails",
                        new JsonObject().put("twiml", Transports.bypassTwiml(port.url("ws"), call.id())));
            patience(call, "phone-call-provider-bypass-enabled-but-no-call-received");
        } else {
            port.vertx().setTimer(Math.max(1, (long) (200 / options.speed())), _ -> call.start(""));
        }
        return ApiAnswer.created(answer);
    }

    private ApiAnswer placeWebSocket(JsonObject body, String assistantId, JsonObject inline) {
        var call = calls.make(new Placing("vapi.websocketCall", customerOf(body), "", "", assistantId, overrides(body, inline),
                new JsonObject(), Map.of(), "", true));
        call.rename(body.getString("name", ""));
        patience(call, "call.start.error-get-transport");
        var format = body.getJsonObject("transport").getJsonObject("audioFormat", new JsonObject());
        call.line(AudioFormat.of(format));
        var transport = body.getJsonObject("transport")
            .copy()
            .put("websocketCallUrl",
                    port.url("ws") + "/" + call.id() + "/transport");
        return ApiAnswer.created(call.toJson()
            .put("transport", transport)
            .put("subscriptionLimits",
                    limits(options.concurrencyLimit() - calls.live())));
    }

    private String customerOf(JsonObject body) {
        return body.getJsonObject("customer", new JsonObject()).getString("number", "");
    }

    private JsonObject overrides(JsonObject body, JsonObject inline) {
        var overrides = inline == null ? new JsonObject() : inline.copy();
        return overrides.mergeIn(body.getJsonObject("assistantOverrides", new JsonObject()), true);
    }

    private JsonObject limits(int remaining) {
        return new JsonObject().put("concurrencyBlocked", remaining <= 0)
            .put("concurrencyLimit", options.concurrencyLimit())
            .put("remainingConcurrentCalls", Math.max(0, remaining));
    }

    private void patience(LiveCall call, String reason) {
        port.vertx().setTimer(options.bypassPatience().toMillis(), _ -> {
            if (!call.hasStarted()) {
                call.endNow(reason);
            }
        });
    }

    /// A body at a control URL.
    ApiAnswer control(String callId, String token, String authorization, JsonObject body) {
        var call = calls.find(callId).orElse(null);
        if (call == null || call.isOver() || !call.facts().controlUrl().endsWith("/" + token)) {
            return ApiAnswer.refused(404, "Not Found", "Call not found");
        }
        if (!call.admits(authorization)) {
            return ApiAnswer.refused(401, "Unauthorized", "Invalid Key.");
        }
        return call.control(body)
                ? ApiAnswer.ok(new JsonObject().put("status", "ok"))
                : ApiAnswer.invalid(List.of("type must be one of the following values: add-message, control, say, "
                        + "end-call, transfer, send-transport-message"));
    }
}
