package dev.liveline.events;

import dev.liveline.events.Command.AddMessage;
import dev.liveline.events.Command.EndCall;
import dev.liveline.events.Command.Forget;
import dev.liveline.events.Command.MuteAssistant;
import dev.liveline.events.Command.MuteCustomer;
import dev.liveline.events.Command.Order;
import dev.liveline.events.Command.Release;
import dev.liveline.events.Command.Say;
import dev.liveline.events.Command.Supervise;
import dev.liveline.events.Command.TakeOver;
import dev.liveline.events.Command.Transfer;
import dev.liveline.events.Command.UnmuteAssistant;
import dev.liveline.events.Command.UnmuteCustomer;

/// Flat JSON of [Command]s. The kind is the field `type` of the stream entry, not a member.
public final class CommandJson {

    private CommandJson() {}

    public static String write(Command command) {
        Order o = command.order();
        JsonText.Members m = new JsonText.Members().text("commandId", o.commandId())
            .text("callId", o.callId())
            .text("by", o.by())
            .number("at", o.at());
        switch (command) {
            case Say c -> m.text("text", c.text()).bool("interrupt", c.interrupt());
            case AddMessage c -> m.text("role", c.role()).text("text", c.text());
            case Transfer c -> m.text("to", c.to()).text("team", c.team()).text("reason", c.reason());
            case TakeOver c -> m.text("agent", c.agent());
            case Supervise c -> m.text("supervisor", c.supervisor());
            case Release c -> m.text("reason", c.reason());
            case Forget c -> m.text("callSid", c.callSid());
            case MuteAssistant _,UnmuteAssistant _,MuteCustomer _,UnmuteCustomer _,EndCall _ -> {
            }
        }
        return m.object();
    }

    /// @throws UnreadableEntry if it is none of ours
    public static Command read(String kind, String json) {
        JsonText.Flat f = JsonText.Flat.parse(json);
        Order o = new Order(f.text("commandId"), f.text("callId"), f.text("by"), f.number("at"));
        return switch (kind) {
            case "say" -> new Say(o, f.text("text"), f.bool("interrupt"));
            case "add-message" -> new AddMessage(o, f.text("role"), f.text("text"));
            case "mute-assistant" -> new MuteAssistant(o);
            case "unmute-assistant" -> new UnmuteAssistant(o);
            case "mute-customer" -> new MuteCustomer(o);
            case "unmute-customer" -> new UnmuteCustomer(o);
            case "transfer" -> new Transfer(o, f.optionalText("to"), f.optionalText("team"), f.optionalText("reason"));
            case "take-over" -> new TakeOver(o, f.text("agent"));
            case "monitor", "coach", "barge" -> new Supervise(o, Supervision.of(kind), f.optionalText("supervisor"));
            case "end-call" -> new EndCall(o);
            case "forget" -> new Forget(o, f.optionalText("callSid"));
            case "release" -> new Release(o, f.text("reason"));
            default -> throw new UnreadableEntry("unknown command kind");
        };
    }
}
