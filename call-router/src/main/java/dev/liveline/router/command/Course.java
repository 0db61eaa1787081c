package dev.liveline.router.command;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.Command;
import dev.liveline.events.Supervision;
import dev.liveline.router.routing.CallerHears;
import dev.liveline.router.routing.CallerHears.Queueing;
import dev.liveline.router.routing.CallerHears.Ringing;
import dev.liveline.router.routing.Place;

/// How a command is carried out: its one side effect.
public sealed interface Course {

    /// A message to the call's control URL. @param destination of a transfer: E.164 number or SIP URI
    record Steer(URI controlUrl, Command command, @Nullable String destination) implements Course {

        @Override
        public String toString() {
            return "Steer[" + command.kind() + ", address hidden]";
        }
    }

    /// The caller's leg at Twilio gets new TwiML, which takes it out of the assistant.
    record Move(String callSid, CallerHears next) implements Course {}

    /// The caller's leg at Twilio is hung up.
    record HangUp(String callSid) implements Course {}

    /// A person's phone rings; when they answer, the caller is moved into a room with them. Until then the caller stays with the assistant,
    /// which is what brings it "back" if nobody answers.
    record RingAgent(String callSid, String agent, @Nullable String number) implements Course {

        @Override
        public String toString() {
            return "RingAgent[" + callSid + ", agent hidden]";
        }
    }

    /// A supervisor comes into the room where a person has the caller, or takes part there in another manner.
    record Supervise(Supervision manner, @Nullable String supervisor) implements Course {

        @Override
        public String toString() {
            return "Supervise[" + manner.word() + ", supervisor hidden]";
        }
    }

    /// There is no way. @param why for the person who asked
    record NoWay(String why) implements Course {}

    /// Decides the course of a command.
    ///
    /// @param teamTarget somebody to call for a team, for calls whose leg is Vapi's and cannot wait in a queue of ours
    static Course of(Command command, CommandedCall call, Function<String, Optional<String>> teamTarget) {
        return switch (command) {
            case Command.Say _,Command.AddMessage _,Command.MuteAssistant _,Command.UnmuteAssistant _,Command.MuteCustomer _,Command.UnmuteCustomer _ ->
                steer(command, call, null);
            case Command.EndCall _ -> call.controlUrl() == null && call.legIsOurs()
                    ? new HangUp(call.callSid())
                    : steer(command, call, null);
            case Command.Transfer transfer -> call.legIsOurs()
                    ? new Move(call.callSid(), moved(transfer, number(call)))
                    : transferByVapi(transfer, call, teamTarget);
            case Command.TakeOver takeOver -> call.legIsOurs()
                    ? new RingAgent(call.callSid(), takeOver.agent(), call.number())
                    : steer(command, call, takeOver.agent());
            case Command.Supervise supervise -> new Supervise(supervise.manner(), supervise.supervisor());
            case Command.Release _,Command.Forget _ -> new NoWay("this is not for people");
        };
    }

    private static Course steer(Command command, CommandedCall call, @Nullable String destination) {
        return call.controlUrl() == null
                ? new NoWay("the call has no assistant that could be steered")
                : new Steer(call.controlUrl(), command, destination);
    }

    private static Course transferByVapi(Command.Transfer transfer, CommandedCall call,
            Function<String, Optional<String>> teamTarget) {
        Optional<String> target = transfer.to() != null ? Optional.of(transfer.to()) : teamTarget.apply(transfer.team());
        return target.isEmpty() ? new NoWay("no number of that team has anybody to dial") : steer(transfer, call, target.get());
    }

    private static CallerHears moved(Command.Transfer transfer, String number) {
        return transfer.to() != null
                ? new Ringing(number, Place.TRANSFER, transfer.to(), null)
                : new Queueing(number, Place.TRANSFER, transfer.team());
    }

    private static String number(CommandedCall call) {
        return call.number() == null ? "" : call.number();
    }
}
