package dev.liveline.router.command;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.Command;
import dev.liveline.events.Command.Order;
import dev.liveline.events.Supervision;
import dev.liveline.router.routing.PhoneAddress;

/// A command as somebody asks for it, before it is known to make sense.
///
/// @param kind one of the kinds of the contract; `release` is not for people
/// @param to   E.164 number or SIP URI; so are `agent` and `supervisor`
public record CommandForm(@Nullable String kind, @Nullable String text, @Nullable Boolean interrupt, @Nullable String role,
        @Nullable String to, @Nullable String team, @Nullable String agent, @Nullable String supervisor,
        @Nullable String reason) {

    /// What it means.
    public sealed interface Reading {

        record Understood(Command command) implements Reading {}

        /// @param why what is wrong with the arguments, for the person who asked
        record Nonsense(String why) implements Reading {}
    }

    private static final Set<String> ROLES = Set.of("system", "user", "assistant");
    private static final int TEXT_MAX = 4_000;
    private static final int NAME_MAX = 64;

    public Reading read(Order order) {
        return switch (kind) {
            case "say" -> text(() -> new Command.Say(order, text, Boolean.TRUE.equals(interrupt)));
            case "add-message" -> role == null || !ROLES.contains(role)
                    ? new Reading.Nonsense("role must be system, user or assistant.")
                    : text(() -> new Command.AddMessage(order, role, text));
            case "mute-assistant" -> new Reading.Understood(new Command.MuteAssistant(order));
            case "unmute-assistant" -> new Reading.Understood(new Command.UnmuteAssistant(order));
            case "mute-customer" -> new Reading.Understood(new Command.MuteCustomer(order));
            case "unmute-customer" -> new Reading.Understood(new Command.UnmuteCustomer(order));
            case "transfer" -> transfer(order);
            case "take-over" -> agent == null || !PhoneAddress.isDialable(agent)
                    ? new Reading.Nonsense("agent must be an E.164 number or a SIP URI.")
                    : new Reading.Understood(new Command.TakeOver(order, agent));
            case "monitor", "coach", "barge" -> supervisor != null && !PhoneAddress.isDialable(supervisor)
                    ? new Reading.Nonsense("supervisor must be an E.164 number or a SIP URI.")
                    : new Reading.Understood(new Command.Supervise(order, Supervision.of(kind), supervisor));
            case "end-call" -> new Reading.Understood(new Command.EndCall(order));
            case null, default ->
                new Reading.Nonsense("kind must be one of say, add-message, mute-assistant, unmute-assistant, "
                        + "mute-customer, unmute-customer, transfer, take-over, monitor, coach, barge and end-call.");
        };
    }

    private Reading transfer(Order order) {
        if ((to == null) == (team == null)) {
            return new Reading.Nonsense("transfer needs either to or team.");
        }
        if (to != null && !PhoneAddress.isDialable(to)) {
            return new Reading.Nonsense("to must be an E.164 number or a SIP URI.");
        }
        if (team != null && (team.isBlank() || team.length() > NAME_MAX)) {
            return new Reading.Nonsense("team must have 1 to " + NAME_MAX + " characters.");
        }
        return new Reading.Understood(new Command.Transfer(order, to, team, reason));
    }

    private interface Making {
        Command make();
    }

    private Reading text(Making making) {
        return text == null || text.isBlank() || text.length() > TEXT_MAX
                ? new Reading.Nonsense("text must have 1 to " + TEXT_MAX + " characters.")
                : new Reading.Understood(making.make());
    }

    @Override
    public String toString() {
        return "CommandForm[" + kind + ", arguments hidden]";
    }
}
