package dev.liveline.transcript.vapi;

import java.util.List;

import jakarta.inject.Singleton;

import dev.liveline.transcript.tool.ToolRequest;
import dev.liveline.transcript.tool.ToolResult;
import dev.liveline.transcript.tool.ToolResult.Failed;
import dev.liveline.transcript.tool.ToolResult.Given;
import dev.liveline.transcript.tool.Tools;
import dev.liveline.transcript.vapi.VapiMessage.ToolCall;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// What is answered to the types that want an answer; `{}` to all others. The shapes are those of Vapi's `ServerMessageResponse`.
@Singleton
final class VapiReplies {

    private static final Buffer NOTHING = Buffer.buffer("{}");
    /// More calls than a model asks for at once; those beyond get an error.
    private static final int MAX_CALLS = 32;

    private static final ToolResult TOO_MANY = new Failed("too-many", "Too many tools were asked for at once.");

    private final Tools tools;
    private final RouterHandoff router;

    VapiReplies(Tools tools, RouterHandoff router) {
        this.tools = tools;
        this.router = router;
    }

    /// Never fails.
    Future<Buffer> to(VapiMessage message, byte[] body, long arrivedAt) {
        return switch (message.type()) {
            case "tool-calls" -> toolCalls(message, arrivedAt);
            case "function-call" -> functionCall(message, arrivedAt);
            case "assistant-request", "transfer-destination-request" -> router.ask(message.type(), body, arrivedAt);
            case "handoff-destination-request" ->
                Future.succeededFuture(new JsonObject().put("error", "There is nobody to hand over to.").toBuffer());
            case "knowledge-base-request" ->
                Future.succeededFuture(new JsonObject().put("documents", new JsonArray()).toBuffer());
            case "call.endpointing.request" -> Future.succeededFuture(new JsonObject().put("timeoutSeconds", 0.5).toBuffer());
            case "campaign.predial" -> Future.succeededFuture(new JsonObject().put("eligible", true).toBuffer());
            default -> Future.succeededFuture(NOTHING);
        };
    }

    private Future<Buffer> toolCalls(VapiMessage message, long arrivedAt) {
        List<ToolCall> calls = message.toolCalls();
        int asked = Math.min(MAX_CALLS, calls.size());
        List<Future<JsonObject>> results = calls.subList(0, asked)
            .stream()
            .map(call -> run(message, call, call.id(), arrivedAt).map(result -> answer(call, result)))
            .toList();
        return Future.all(results).map(_ -> {
            JsonArray array = new JsonArray();
            results.forEach(result -> array.add(result.result()));
            calls.subList(asked, calls.size()).forEach(call -> array.add(answer(call, TOO_MANY)));
            return new JsonObject().put("results", array).toBuffer();
        });
    }

    private static JsonObject answer(ToolCall call, ToolResult result) {
        return fill(new JsonObject().put("toolCallId", call.id()).put("name", call.name()), result);
    }

    /// The legacy form has no id; its time tells one from another.
    private Future<Buffer> functionCall(VapiMessage message, long arrivedAt) {
        if (message.toolCalls().isEmpty()) {
            return Future.succeededFuture(new JsonObject().put("error", "There is no function call.").toBuffer());
        }
        ToolCall call = message.toolCalls().getFirst();
        Long told = Plausible.time(message.timestamp(), arrivedAt);
        long asked = told == null ? arrivedAt : told;
        return run(message, call, "function-" + asked, arrivedAt).map(result -> fill(new JsonObject(), result).toBuffer());
    }

    private Future<ToolResult> run(VapiMessage message, ToolCall call, String toolCallId, long arrivedAt) {
        Long told = Plausible.time(message.timestamp(), arrivedAt);
        long asked = told == null ? arrivedAt : told;
        return tools
            .run(new ToolRequest(String.valueOf(message.callId()), bounded(toolCallId), call.name(), call.arguments(), asked));
    }

    /// Ids become parts of state: short, one line.
    private static String bounded(String id) {
        String line = id.replaceAll("\\p{Cntrl}", "");
        return line.length() <= 128 ? line : line.substring(0, 128);
    }

    private static JsonObject fill(JsonObject answer, ToolResult result) {
        return switch (result) {
            case Given(String text) -> answer.put("result", text);
            case Failed failed -> answer.put("error", failed.text());
        };
    }
}
