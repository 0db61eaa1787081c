package dev.liveline.router.control;

import org.jboss.logging.Logger;

import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.RedisOutOfReach;
import dev.liveline.router.redis.Waiting;
import dev.liveline.router.twilio.TwilioLegs;
import dev.liveline.router.twilio.TwilioLegs.LegState;
import dev.liveline.router.vapi.VapiCalls;
import dev.liveline.router.vapi.VapiCalls.CallState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;

/// What is done now and then: outcomes that nobody told are told, callers left alone are
/// brought back, slots whose holder is gone are freed.
@ApplicationScoped
public class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    /// Twilio's id of a call.
    private static final String CALL_SID = "CA[0-9a-fA-F]{32}";

    private final CommandDesk desk;
    private final RoomWatch rooms;
    private final Admission admission;
    private final VapiCalls vapi;
    private final TwilioLegs legs;
    private final Counter freed;

    public Upkeep(CommandDesk desk, RoomWatch rooms, Admission admission, VapiCalls vapi, TwilioLegs legs,
            MeterRegistry metrics) {
        this.desk = desk;
        this.rooms = rooms;
        this.admission = admission;
        this.vapi = vapi;
        this.legs = legs;
        this.freed = Counter.builder("liveline_router_slots_reconciled")
            .description("Slots freed because their call was found to be over")
            .register(metrics);
    }

    @Scheduled(every = "${liveline.commands.sweep-every:5s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tellOutcomes() {
        desk.sweep();
    }

    @Scheduled(every = "${liveline.rooms.sweep-every:2s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void lookAfterRooms() {
        rooms.sweep();
    }

    /// A lost webhook cannot keep a slot for ever: whoever holds one beyond its lease is asked after.
    @Scheduled(every = "${liveline.vapi.reconcile-every:30s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void reconcileSlots() {
        try {
            OneByOne.each(admission.overdue(), "the slot of", this::reconcile);
        } catch (RedisOutOfReach away) {
            LOG.debug("Redis is away: slots are reconciled later");
        }
    }

    private void reconcile(String holder) {
        if (isGone(holder)) {
            freed.increment();
            admission.leave(holder);
        }
    }

    private boolean isGone(String holder) {
        if (holder.startsWith("out:")) {
            // Whoever placed it died before Vapi answered: there is nobody left to ask.
            return true;
        }
        if (holder.matches(CALL_SID)) {
            return legs.state(holder) == LegState.OVER;
        }
        CallState state = Waiting.on(vapi.state(holder));
        return state == CallState.OVER || state == CallState.UNKNOWN_TO_VAPI;
    }
}
