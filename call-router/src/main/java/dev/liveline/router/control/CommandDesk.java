package dev.liveline.router.control;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import dev.liveline.events.Command;
import dev.liveline.events.RoutingEvent.CommandOutcome;
import dev.liveline.router.TimeBuckets;
import dev.liveline.router.command.CommandedCall;
import dev.liveline.router.command.Course;
import dev.liveline.router.command.Outcome;
import dev.liveline.router.redis.CommandClaims;
import dev.liveline.router.redis.CommandClaims.Claim;
import dev.liveline.router.redis.NumberTable;
import dev.liveline.router.redis.RedisOutOfReach;
import dev.liveline.router.redis.Rooms;
import dev.liveline.router.redis.RoutingOutbox;
import dev.liveline.router.redis.Waiting;
import dev.liveline.router.routing.FallbackStep.Dial;
import dev.liveline.router.routing.NumberRoute;
import dev.liveline.router.twilio.CallerScript;
import dev.liveline.router.twilio.TwilioLegs;
import dev.liveline.router.twilio.TwilioLegs.Reply;
import dev.liveline.router.vapi.ControlMessage;
import dev.liveline.router.vapi.VapiCalls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;

/// Executes commands, each once: claim, take the one side effect, record the outcome, tell the stream. Nothing is sent before the claim is in
/// Redis, and nothing is sent twice after it.
@ApplicationScoped
public class CommandDesk {

    private static final Logger LOG = Logger.getLogger(CommandDesk.class);

    private final CommandClaims claims;
    private final VapiCalls vapi;
    private final TwilioLegs legs;
    private final CallerScript script;
    private final TakeOvers takeOvers;
    private final Supervisions supervisions;
    private final Rooms rooms;
    private final NumberTable numbers;
    private final RoutingOutbox outbox;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    public CommandDesk(CommandClaims claims, VapiCalls vapi, TwilioLegs legs, CallerScript script, TakeOvers takeOvers,
            Supervisions supervisions, Rooms rooms, NumberTable numbers, RoutingOutbox outbox, InstantSource clock,
            MeterRegistry metrics) {
        this.claims = claims;
        this.vapi = vapi;
        this.legs = legs;
        this.script = script;
        this.takeOvers = takeOvers;
        this.supervisions = supervisions;
        this.rooms = rooms;
        this.numbers = numbers;
        this.outbox = outbox;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// Executes a command unless it was claimed before.
    ///
    /// @return the claim as it is now: [Claim.Finished] unless somebody else is at it
    /// @throws RedisOutOfReach if it could not be claimed: nothing was done
    public Claim execute(Command command, String fingerprint, Optional<CommandedCall> call) {
        Claim claim = claims.claim(command, fingerprint);
        return switch (claim) {
            case Claim.Mine _ -> new Claim.Finished(fingerprint, executeMine(command, call), false);
            case Claim.InWork inWork -> inWork;
            case Claim.Finished finished -> finished;
        };
    }

    private Outcome executeMine(Command command, Optional<CommandedCall> call) {
        long from = System.nanoTime();
        Outcome outcome;
        try {
            outcome = call.isEmpty() ? Outcome.failed("there is no such call")
                    : call.get().isOverFor(command) ? Outcome.failed("the call has ended")
                            : take(command, course(command, call.get()));
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "command %s failed", command.order().commandId());
            outcome = Outcome.failed("a failure of our own");
        }
        TimeBuckets.ofRequest(Timer.builder("liveline_router_commands"))
            .description("Commands executed")
            .tag("kind", command.kind())
            .tag("result", outcome.result().name().toLowerCase(Locale.ROOT))
            .register(metrics)
            .record(System.nanoTime() - from, TimeUnit.NANOSECONDS);
        finish(command, outcome);
        return outcome;
    }

    private Course course(Command command, CommandedCall call) {
        return Course.of(command, call, this::personOf);
    }

    private Outcome take(Command command, Course course) {
        return switch (course) {
            case Course.Steer steer -> steer(steer);
            case Course.Move move -> move(command, move);
            case Course.HangUp hangUp -> outcome(legs.hangUp(hangUp.callSid()));
            case Course.RingAgent ring -> takeOvers.ring(command.order(), ring);
            case Course.Supervise supervise -> supervisions.supervise(command.order(), supervise);
            case Course.NoWay none -> Outcome.failed(none.why());
        };
    }

    private Outcome move(Command command, Course.Move move) {
        Outcome outcome = outcome(legs.move(move.callSid(), script.write(move.next())));
        // Twilio asks no action after this; the room is looked at in its time in any case.
        rooms.leave(command.order().callId());
        return outcome;
    }

    private Outcome steer(Course.Steer steer) {
        try {
            int status = Waiting.on(vapi.control(steer.controlUrl(), ControlMessage.of(steer.command(), steer.destination())));
            return status >= 200 && status < 300 ? Outcome.done(null) : Outcome.failed("the control URL answered " + status);
        } catch (RuntimeException failure) {
            LOG.debugf("a control URL failed: %s", failure.getClass().getSimpleName());
            return Outcome.failed("the control URL gave no answer");
        }
    }

    static Outcome outcome(Reply reply) {
        return switch (reply) {
            case Reply.Done _ -> Outcome.done(null);
            case Reply.Gone _ -> Outcome.failed("the caller's leg is over");
            case Reply.Refused refused -> Outcome.refused("Twilio refused: error " + refused.code());
            case Reply.Throttled _ -> Outcome.failed("Twilio has too much to do");
            case Reply.Unknown unknown -> Outcome.failed(unknown.why());
        };
    }

    /// Recorded first, then told: who dies between leaves it to the sweep, which tells it.
    private void finish(Command command, Outcome outcome) {
        Command.Order order = command.order();
        CommandOutcome event = new CommandOutcome(order.callId(), clock.millis(), order.commandId(), command.kind(),
                outcome.isDone(), order.by(), outcome.detail());
        claims.finish(order.callId(), order.commandId(), outcome)
            .onFailure(away -> LOG.warnf("the outcome of command %s was not recorded", order.commandId()))
            .onSuccess(ours -> {
                if (ours) {
                    tell(event);
                }
            });
    }

    private void tell(CommandOutcome event) {
        outbox.publish(event)
            .compose(_ -> claims.told(event.callId(), event.commandId()))
            .onFailure(later -> LOG.debugf("the outcome of command %s is told later", event.commandId()));
    }

    /// Tells outcomes that nobody has told.
    public void sweep() {
        try {
            OneByOne.each(claims.due(), "the claim", due -> claims.settle(due).ifPresent(this::tell));
        } catch (RedisOutOfReach away) {
            LOG.debug("Redis is away: outcomes wait");
        }
    }

    /// Somebody who takes calls for a team: the first person of one of its numbers.
    private Optional<String> personOf(String team) {
        return numbers.known()
            .stream()
            .filter(route -> team.equals(route.team()))
            .sorted(Comparator.comparing(NumberRoute::number))
            .flatMap(route -> route.fallback().steps().stream())
            .filter(Dial.class::isInstance)
            .map(step -> ((Dial) step).target())
            .findFirst();
    }
}
