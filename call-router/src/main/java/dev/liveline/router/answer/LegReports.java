package dev.liveline.router.answer;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.liveline.events.RoutingEvent.CallOver;
import dev.liveline.events.RoutingEvent.LegStatus;
import dev.liveline.router.bridge.UnbridgedCalls;
import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.CallerLeg;
import dev.liveline.router.redis.LegRegister;
import dev.liveline.router.redis.RoutingOutbox;
import jakarta.enterprise.context.ApplicationScoped;

/// Status callbacks of legs: told to the stream once each and never an older one after a newer one; the end of a caller's leg frees what the
/// call held.
@ApplicationScoped
public class LegReports {

    /// One status callback.
    ///
    /// @param parentSid the caller's leg, for a leg that Twilio dialled for it
    /// @param sequence  Twilio's SequenceNumber, from 0; null where there is none
    /// @param at        when it happened, epoch milliseconds; null where Twilio does not say
    public record LegReport(String callSid, @Nullable String parentSid, String status, @Nullable Long sequence,
            @Nullable Long at) {}

    /// `completed` fires for every end, these are what it is called then.
    private static final Set<String> ENDS = Set.of("completed", "busy", "failed", "no-answer", "canceled");

    private final LegRegister legs;
    private final Admission admission;
    private final UnbridgedCalls unbridged;
    private final RoutingOutbox outbox;
    private final InstantSource clock;

    public LegReports(LegRegister legs, Admission admission, UnbridgedCalls unbridged, RoutingOutbox outbox,
            InstantSource clock) {
        this.legs = legs;
        this.admission = admission;
        this.unbridged = unbridged;
        this.outbox = outbox;
        this.clock = clock;
    }

    public void report(LegReport report) {
        String callerSid = report.parentSid() == null ? report.callSid() : report.parentSid();
        boolean caller = report.parentSid() == null;
        Optional<CallerLeg> leg = legs.find(callerSid);
        String callId = leg.map(CallerLeg::callId).orElse(callerSid);
        long at = report.at() == null ? clock.millis() : report.at();
        boolean news = report.sequence() == null
                ? legs.isFirst(report.callSid(), "status:" + report.status())
                : legs.isNewer(report.callSid(), report.sequence());
        if (news) {
            outbox.publish(new LegStatus(callId, at, report.callSid(), caller ? "caller" : "agent", report.status(),
                    report.sequence()));
        }
        if (caller && ENDS.contains(report.status())) {
            admission.leave(callerSid);
            admission.leave(callId);
            unbridged.end(callerSid);
            if (legs.isFirst(callerSid, "over")) {
                outbox.publish(new CallOver(callId, at, callerSid, report.status()));
            }
        }
    }
}
