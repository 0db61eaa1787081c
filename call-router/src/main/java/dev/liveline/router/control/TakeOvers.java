package dev.liveline.router.control;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.events.Command.Order;
import dev.liveline.events.RoutingEvent.CommandOutcome;
import dev.liveline.events.RoutingEvent.LegStatus;
import dev.liveline.router.RouterConfig;
import dev.liveline.router.command.Course;
import dev.liveline.router.command.Outcome;
import dev.liveline.router.redis.LegRegister;
import dev.liveline.router.redis.RedisOutOfReach;
import dev.liveline.router.redis.Rooms;
import dev.liveline.router.redis.RoutingOutbox;
import dev.liveline.router.room.Room;
import dev.liveline.router.routing.CallerHears.Conference;
import dev.liveline.router.twilio.CallerScript;
import dev.liveline.router.twilio.TwilioLegs;
import dev.liveline.router.twilio.TwilioLegs.Reply;
import jakarta.enterprise.context.ApplicationScoped;

/// An agent takes a call over, step by step: their phone rings (the command itself), they answer and the caller is moved into a room with
/// them (Twilio asks for the agent's TwiML, once), or they do not answer and the caller never left the assistant.
///
/// What a step needs travels in the URLs that Twilio signs; each step's effect is claimed by whoever handles Twilio's request
/// ([dev.liveline.router.redis.Answers]), so a retry at another replica repeats nothing.
@ApplicationScoped
public class TakeOvers {

    /// The facts of a take-over, as they travel.
    ///
    /// @param callSid the caller's leg
    /// @param number  the dialled number
    public record TakeOver(String commandId, String callId, String callSid, String number, String by) {

        Map<String, String> query() {
            return Map.of("command", commandId, "call", callId, "leg", callSid, "number", number, "by", by);
        }

        /// No personal data: Twilio keeps room names.
        String room() {
            return "liveline-" + commandId;
        }
    }

    private static final Logger LOG = Logger.getLogger(TakeOvers.class);

    private final TwilioLegs legs;
    private final CallerScript script;
    private final LegRegister register;
    private final Rooms rooms;
    private final RoutingOutbox outbox;
    private final InstantSource clock;
    private final AgentPhones phones;
    private final long aloneMs;

    public TakeOvers(TwilioLegs legs, CallerScript script, LegRegister register, Rooms rooms, RoutingOutbox outbox,
            InstantSource clock, AgentPhones phones, RouterConfig config) {
        this.legs = legs;
        this.script = script;
        this.register = register;
        this.rooms = rooms;
        this.outbox = outbox;
        this.clock = clock;
        this.phones = phones;
        this.aloneMs = config.rooms().alone().toMillis();
    }

    /// First step: the agent's phone rings.
    Outcome ring(Order order, Course.RingAgent course) {
        Optional<String> from = phones.from(course.number());
        if (from.isEmpty()) {
            return Outcome.failed("there is no number to call the agent from: set TWILIO_PHONE_NUMBER");
        }
        TakeOver takeOver = new TakeOver(order.commandId(), order.callId(), course.callSid(), from.get(), order.by());
        Reply reply = legs.ring(from.get(), course.agent(), script.url("/twilio/agent", takeOver.query()),
                script.url("/twilio/agent/status", takeOver.query()), phones.ring());
        return reply instanceof Reply.Done ? Outcome.done("the agent's phone rings") : CommandDesk.outcome(reply);
    }

    /// Second step: the agent answered, so the caller joins them.
    ///
    /// @param agentSid Twilio's id of the agent's leg
    /// @return the agent's TwiML
    public String answered(TakeOver takeOver, String agentSid) {
        open(takeOver, agentSid);
        Reply moved = legs.move(takeOver.callSid(),
                script.write(new Conference(takeOver.number(), takeOver.room(), report(takeOver))));
        boolean joins = moved instanceof Reply.Done || moved instanceof Reply.Unknown;
        tell(takeOver, joins, joins ? "the agent has the call" : "the caller was gone when the agent answered");
        return joins ? script.agentJoins(takeOver.room(), report(takeOver)) : script.callerGone();
    }

    /// The room is watched from before the caller is in it: whoever stops half way leaves nobody alone there.
    private void open(TakeOver takeOver, String agentSid) {
        long now = clock.millis();
        try {
            rooms.open(Room.opened(takeOver.callId(), takeOver.room(), takeOver.commandId(), takeOver.callSid(), agentSid,
                    takeOver.number(), takeOver.by(), now), now + aloneMs);
        } catch (RedisOutOfReach away) {
            LOG.warnf("the room of call %s is not watched: Redis is away", takeOver.callId());
        }
    }

    /// Where Twilio tells who comes into the room and goes.
    private String report(TakeOver takeOver) {
        return script.url("/twilio/room", Map.of("call", takeOver.callId(), "room", takeOver.room()));
    }

    /// What an agent hears whose answer another replica began to handle and never finished: the caller may be in the room.
    public String answeredUnfinished(TakeOver takeOver) {
        return script.agentJoins(takeOver.room(), report(takeOver));
    }

    /// What becomes of the agent's leg.
    public void report(TakeOver takeOver, @Nullable String agentSid, String status, @Nullable Long sequence) {
        if (sequence == null || register.isNewer(String.valueOf(agentSid), sequence)) {
            outbox.publish(new LegStatus(takeOver.callId(), clock.millis(), agentSid, "agent", status, sequence));
        }
        if (AgentPhones.isNotReached(status) && register.isFirst(String.valueOf(agentSid), "not-reached")) {
            tell(takeOver, false, "the agent did not answer; the assistant stays");
        }
    }

    /// A second event beside the command's own: its id names the step.
    private void tell(TakeOver takeOver, boolean done, String detail) {
        outbox.publish(new CommandOutcome(takeOver.callId(), clock.millis(), takeOver.commandId() + ":agent", "take-over", done,
                takeOver.by(), detail));
    }
}
