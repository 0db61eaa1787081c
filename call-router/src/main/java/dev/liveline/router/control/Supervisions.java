package dev.liveline.router.control;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.events.Command.Order;
import dev.liveline.events.RoutingEvent.CommandOutcome;
import dev.liveline.events.Supervision;
import dev.liveline.router.command.Course;
import dev.liveline.router.command.Outcome;
import dev.liveline.router.redis.LegRegister;
import dev.liveline.router.redis.RedisOutOfReach;
import dev.liveline.router.redis.Rooms;
import dev.liveline.router.redis.RoutingOutbox;
import dev.liveline.router.room.Room;
import dev.liveline.router.room.Supervisor;
import dev.liveline.router.twilio.CallerScript;
import dev.liveline.router.twilio.TwilioLegs.Reply;
import dev.liveline.router.twilio.TwilioRooms;
import dev.liveline.router.twilio.TwilioRooms.Invitation;
import jakarta.enterprise.context.ApplicationScoped;

/// Supervisors monitor, coach and barge in: their phone is called into the room where an agent has the caller, and from there they go from
/// one manner to another without a second call. Nothing of it touches the caller's leg, and their going ends nothing.
///
/// There must be a room. A call that the assistant has is in none, and cannot be put into one: moving the caller's leg ends the assistant's
/// side of the call (docs/decisions/0008).
@ApplicationScoped
public class Supervisions {

    /// Whether somebody can supervise a call now.
    public sealed interface Admittance {

        record Admitted(Room room) implements Admittance {}

        /// There is nothing to be let into. @param why for the person who asked
        record NoRoom(String why) implements Admittance {}

        /// The person is not in the room yet, and named no phone.
        record NobodyToCall() implements Admittance {}
    }

    /// The facts of a supervisor's leg, as they travel in the URL that Twilio reports it to.
    ///
    /// @param commandId of the command that called them
    public record Attendance(String commandId, String callId, String room, String kind, String by) {

        Map<String, String> query() {
            return Map.of("command", commandId, "call", callId, "room", room, "kind", kind, "by", by);
        }
    }

    private static final Logger LOG = Logger.getLogger(Supervisions.class);

    private final Rooms rooms;
    private final TwilioRooms twilio;
    private final CallerScript script;
    private final LegRegister register;
    private final RoutingOutbox outbox;
    private final InstantSource clock;
    private final AgentPhones phones;

    public Supervisions(Rooms rooms, TwilioRooms twilio, CallerScript script, LegRegister register, RoutingOutbox outbox,
            InstantSource clock, AgentPhones phones) {
        this.rooms = rooms;
        this.twilio = twilio;
        this.script = script;
        this.register = register;
        this.outbox = outbox;
        this.clock = clock;
        this.phones = phones;
    }

    /// @param supervisor whom to call, null if `by` should be in the room already
    /// @throws RedisOutOfReach if Redis does not answer
    public Admittance admit(String callId, String by, @Nullable String supervisor) {
        Optional<Room> room = rooms.find(callId);
        if (room.isEmpty()) {
            return new Admittance.NoRoom("No agent has this call in a room: monitor, coach and barge need a take-over first.");
        }
        if (room.get().agentSince() == null) {
            return new Admittance.NoRoom("The agent who takes this call over is not in the room yet.");
        }
        return supervisor == null && room.get().supervisorOf(by).isEmpty()
                ? new Admittance.NobodyToCall()
                : new Admittance.Admitted(room.get());
    }

    /// Carries the command out.
    Outcome supervise(Order order, Course.Supervise course) {
        return switch (admit(order.callId(), order.by(), course.supervisor())) {
            case Admittance.NoRoom none -> Outcome.failed(none.why());
            case Admittance.NobodyToCall _ -> Outcome.failed("supervisor is needed: nobody of that name is in the room");
            case Admittance.Admitted(Room room) -> supervise(order, course, room);
        };
    }

    private Outcome supervise(Order order, Course.Supervise course, Room room) {
        Optional<Supervisor> inside = room.supervisorOf(order.by());
        Outcome outcome = inside.isPresent()
                ? change(order, course, room, inside.get())
                : invite(order, course, room);
        if (outcome.isDone() && course.manner() == Supervision.BARGE) {
            // Who barged in keeps the caller if the agent goes. Without this the room ends with the agent, as it does without supervisors.
            twilio.outliveAgent(room);
        }
        return outcome;
    }

    private Outcome change(Order order, Course.Supervise course, Room room, Supervisor inside) {
        Reply reply = twilio.change(room, inside.callSid(), course.manner());
        return switch (reply) {
            case Reply.Done _ -> Outcome.done("the supervisor is in: " + course.manner().word());
            case Reply.Gone _ -> {
                // Their phone rings still, or the report of its end was lost. Twilio lets nobody in twice.
                yield course.supervisor() == null
                        ? Outcome.failed("the supervisor is not in the room")
                        : invite(order, course, room);
            }
            case Reply.Refused _,Reply.Throttled _,Reply.Unknown _ -> CommandDesk.outcome(reply);
        };
    }

    private Outcome invite(Order order, Course.Supervise course, Room room) {
        Optional<String> from = phones.from(room.number());
        if (from.isEmpty()) {
            return Outcome.failed("there is no number to call the supervisor from: set TWILIO_PHONE_NUMBER");
        }
        Attendance attendance = new Attendance(order.commandId(), room.callId(), room.name(), course.manner().word(),
                order.by());
        Reply reply = twilio.invite(room, new Invitation(from.get(), String.valueOf(course.supervisor()), label(order.by()),
                course.manner(), script.url("/twilio/room/supervisor", attendance.query()), phones.ring()));
        return switch (reply) {
            case Reply.Done(String sid) -> {
                note(room, new Supervisor(order.by(), sid));
                yield Outcome.done("the supervisor's phone rings");
            }
            case Reply.Gone _ -> Outcome.failed("the room is over");
            case Reply.Refused _,Reply.Throttled _,Reply.Unknown _ -> CommandDesk.outcome(reply);
        };
    }

    /// It is done at Twilio: if Redis does not take it, a later change of manner calls a second time, which Twilio refuses by the label.
    private void note(Room room, Supervisor supervisor) {
        try {
            rooms.supervised(room.callId(), room.name(), supervisor);
        } catch (RedisOutOfReach away) {
            LOG.warnf("a supervisor in the room of call %s was not noted", room.callId());
        }
    }

    /// What becomes of a supervisor's leg.
    public void report(Attendance attendance, String callSid, String status) {
        if (status.equals("in-progress")) {
            if (register.isFirst(callSid, "supervisor-in")) {
                tell(attendance, ":supervisor", true, "the supervisor is in");
            }
            return;
        }
        boolean notReached = AgentPhones.isNotReached(status);
        if (notReached || status.equals("completed")) {
            rooms.supervisorLeft(attendance.callId(), attendance.room(), callSid);
            if (register.isFirst(callSid, "supervisor-gone")) {
                tell(attendance, notReached ? ":supervisor" : ":left", !notReached,
                        notReached ? "the supervisor did not answer" : "the supervisor left");
            }
        }
    }

    /// A further event beside the command's own: its id names the step.
    private void tell(Attendance attendance, String step, boolean done, String detail) {
        outbox.publish(new CommandOutcome(attendance.callId(), clock.millis(), attendance.commandId() + step, attendance.kind(),
                done, attendance.by(), detail));
    }

    /// The same for the same person, and no personal data: Twilio keeps labels.
    private static String label(String by) {
        return "supervisor-" + UUID.nameUUIDFromBytes(by.getBytes(StandardCharsets.UTF_8));
    }
}
