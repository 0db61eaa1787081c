package dev.liveline.events;

import org.jspecify.annotations.Nullable;

/// What call-router is asked to do with a live call, on [Streams#commands]. Executed once, whatever the number of deliveries: the executor
/// claims `commandId` before the side effect.
public sealed interface Command {

    /// @param commandId unique; the same for every delivery
    /// @param by        who asks: a person's name, `assistant`, or `liveline`
    /// @param at        when it was asked, epoch milliseconds
    record Order(String commandId, String callId, String by, long at) {}

    Order order();

    /// The `kind` on the wire.
    String kind();

    /// Let the assistant say something; `interrupt` replaces what it says now.
    record Say(Order order, String text, boolean interrupt) implements Command {
        @Override
        public String kind() {
            return "say";
        }

        @Override
        public String toString() {
            return "Say[" + order.commandId() + ", text hidden]";
        }
    }

    /// Put a message into the assistant's context. @param role `system`, `user` or `assistant`
    record AddMessage(Order order, String role, String text) implements Command {
        @Override
        public String kind() {
            return "add-message";
        }

        @Override
        public String toString() {
            return "AddMessage[" + order.commandId() + ", text hidden]";
        }
    }

    record MuteAssistant(Order order) implements Command {
        @Override
        public String kind() {
            return "mute-assistant";
        }
    }

    record UnmuteAssistant(Order order) implements Command {
        @Override
        public String kind() {
            return "unmute-assistant";
        }
    }

    record MuteCustomer(Order order) implements Command {
        @Override
        public String kind() {
            return "mute-customer";
        }
    }

    record UnmuteCustomer(Order order) implements Command {
        @Override
        public String kind() {
            return "unmute-customer";
        }
    }

    /// Move the caller to a number or SIP URI, or to a team's queue: exactly one of the two.
    ///
    /// @param reason why, for the people who take it
    record Transfer(Order order, @Nullable String to, @Nullable String team, @Nullable String reason) implements Command {
        @Override
        public String kind() {
            return "transfer";
        }

        @Override
        public String toString() {
            return "Transfer[" + order.commandId() + ", target hidden]";
        }
    }

    /// Connect a person (E.164 or SIP URI) with the caller and take the assistant out.
    record TakeOver(Order order, String agent) implements Command {
        @Override
        public String kind() {
            return "take-over";
        }

        @Override
        public String toString() {
            return "TakeOver[" + order.commandId() + ", agent hidden]";
        }
    }

    /// Let a supervisor's phone (E.164 or SIP URI) into the room where a person has the caller, or change how they take part.
    ///
    /// @param supervisor whom to call; null if `by` is in the room already
    record Supervise(Order order, Supervision manner, @Nullable String supervisor) implements Command {
        @Override
        public String kind() {
            return manner.word();
        }

        @Override
        public String toString() {
            return "Supervise[" + order.commandId() + " " + manner.word() + ", supervisor hidden]";
        }
    }

    record EndCall(Order order) implements Command {
        @Override
        public String kind() {
            return "end-call";
        }
    }

    /// The call has ended: give back what it holds (its admission slot, its bridge). Written in the commit that ends the call; no `command`
    /// event comes of it.
    record Release(Order order, String reason) implements Command {
        @Override
        public String kind() {
            return "release";
        }
    }

    /// The call was erased: what the router keeps of it goes too. No event comes of it.
    ///
    /// @param callSid Twilio's id of the caller's leg, where there is one
    record Forget(Order order, @Nullable String callSid) implements Command {
        @Override
        public String kind() {
            return "forget";
        }
    }
}
