package dev.liveline.router.vapi;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.Command;
import io.vertx.core.json.JsonObject;

/// The JSON that a control URL takes (Vapi's documentation, *Live call control*; its OpenAPI, `ClientInboundMessage…`).
public final class ControlMessage {

    public static final String END_CALL = "{\"type\":\"end-call\"}";

    private ControlMessage() {}

    /// @param destination of a transfer or a take-over: E.164 number or SIP URI
    public static String of(Command command, @Nullable String destination) {
        return switch (command) {
            case Command.Say say -> new JsonObject().put("type", "say")
                .put("content", say.text())
                .put("interruptAssistantEnabled", say.interrupt())
                .encode();
            case Command.AddMessage add -> new JsonObject().put("type", "add-message")
                .put("message", new JsonObject().put("role", add.role()).put("content", add.text()))
                .encode();
            case Command.MuteAssistant _ -> control("mute-assistant");
            case Command.UnmuteAssistant _ -> control("unmute-assistant");
            case Command.MuteCustomer _ -> control("mute-customer");
            case Command.UnmuteCustomer _ -> control("unmute-customer");
            case Command.Transfer _,Command.TakeOver _ -> new JsonObject().put("type", "transfer")
                .put("destination", destination(String.valueOf(destination)))
                .encode();
            case Command.EndCall _,Command.Release _ -> END_CALL;
            case Command.Supervise _,Command.Forget _ -> throw new IllegalArgumentException("no matter of Vapi's");
        };
    }

    /// A destination in Vapi's grammar.
    public static JsonObject destination(String address) {
        return address.startsWith("sip")
                ? new JsonObject().put("type", "sip").put("sipUri", address)
                : new JsonObject().put("type", "number").put("number", address);
    }

    private static String control(String word) {
        return new JsonObject().put("type", "control").put("control", word).encode();
    }
}
