package dev.liveline.simulator.vapi;

import dev.liveline.simulator.scenario.ScriptedCall;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Calls that come in, by a number of Vapi's or by SIP: which assistant answers, by the number's own settings or by the answer to an
/// `assistant-request`.
final class Arrivals {

    private static final Duration ASSISTANT_REQUEST_LIMIT = Duration.ofMillis(7_500);

    private final Context loop;
    private final VapiOptions options;
    private final WebhookSender sender;
    private final Records assistants;
    private final Records phoneNumbers;
    private final LiveCalls calls;

    Arrivals(Context loop, VapiOptions options, WebhookSender sender, Records assistants, Records phoneNumbers,
            LiveCalls calls) {
        this.loop = loop;
        this.options = options;
        this.sender = sender;
        this.assistants = assistants;
        this.phoneNumbers = phoneNumbers;
        this.calls = calls;
    }

    /// A caller rings an assistant; the script plays at once, whatever the limit.
    LiveCall scripted(ScriptedCall script, String assistantId) {
        var number = numberOf(script.dialled());
        var call = calls.make(Placing.inbound(script.caller(), script.dialled(), number, assistantId, Map.of()), script);
        loop.runOnContext(_ -> call.start(""));
        return call;
    }

    LiveCall sip(String sipUri, Map<String, String> headers, String from, String dialled) {
        var address = sipUri.split("[;?]", 2)[0];
        var number = phoneNumbers.findFirst(record -> address.equals(record.getString("sipUri"))).orElseGet(JsonObject::new);
        var variables = new HashMap<String, String>();
        headers.forEach((name, value) -> {
            if (name.regionMatches(true, 0, "x-", 0, 2)) {
                variables.put(name.substring(2), value);
            }
        });
        var call = calls.make(
                Placing.inbound(from, dialled, number, number.getString("assistantId", VapiCloud.SIMULATED), variables));
        loop.runOnContext(_ -> calls.admit(call));
        return call;
    }

    LiveCall phone(String dialled, String from) {
        var number = numberOf(dialled);
        var assistantId = number.getString("assistantId", "");
        var call = calls.make(Placing.inbound(from, dialled, number, assistantId, Map.of()));
        loop.runOnContext(_ -> {
            if (!assistantId.isEmpty()) {
                calls.admit(call);
            } else {
                ask(call, number);
            }
        });
        return call;
    }

    private void ask(LiveCall call, JsonObject number) {
        var target = ServerUrl.resolve(Arrays.asList(number.getJsonObject("server")), options);
        var sending = sender.send("assistant-request", call.assistantRequest(), target,
                ASSISTANT_REQUEST_LIMIT);
        sending.first().onSuccess(reply -> follow(call, number, reply));
    }

    private void follow(LiveCall call, JsonObject number, WebhookReply reply) {
        call.answered(reply);
        var answer = parsed(reply);
        if (reply.accepted() && answer.containsKey("error")) {
            call.endNow("assistant-request-returned-error");
        } else if (reply.accepted() && answer.getValue("destination") instanceof JsonObject destination) {
            call.forwardAtOnce(Destination.address(destination));
        } else if (reply.accepted() && (answer.containsKey("assistantId") || answer.containsKey("assistant"))) {
            var assistant = assistants.find(answer.getString("assistantId", "")).orElse(answer.getJsonObject("assistant"));
            if (assistant == null) {
                call.endNow("assistant-request-returned-invalid-assistant");
            } else {
                call.answerWith(answer.getString("assistantId", ""), MessageType.subscription(assistant), ServerUrl
                    .resolve(Arrays.asList(assistant.getJsonObject("server"), number.getJsonObject("server")), options));
                calls.admit(call);
            }
        } else if (number.getValue("fallbackDestination") instanceof JsonObject fallback) {
            call.forwardAtOnce(Destination.address(fallback));
        } else {
            call.endNow(reply.accepted() ? "assistant-request-returned-no-assistant" : "assistant-request-failed");
        }
    }

    private static JsonObject parsed(WebhookReply reply) {
        try {
            return new JsonObject(reply.body());
        } catch (RuntimeException _) {
            return new JsonObject();
        }
    }

    private JsonObject numberOf(String dialled) {
        return phoneNumbers.findFirst(record -> dialled.equals(record.getString("number"))).orElseGet(JsonObject::new);
    }
}
