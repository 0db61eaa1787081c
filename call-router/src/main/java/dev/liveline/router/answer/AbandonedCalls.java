package dev.liveline.router.answer;

import org.jboss.logging.Logger;

import dev.liveline.router.redis.Admission;
import dev.liveline.router.vapi.Placement;
import dev.liveline.router.vapi.Placement.NotPlaced;
import dev.liveline.router.vapi.Placement.Placed;
import dev.liveline.router.vapi.VapiCalls;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/// Calls that Vapi made after their caller had gone elsewhere: each is ended, and only then its slot is free.
@ApplicationScoped
public class AbandonedCalls {

    private static final Logger LOG = Logger.getLogger(AbandonedCalls.class);

    private final Admission admission;
    private final VapiCalls vapi;
    private final Counter abandoned;

    public AbandonedCalls(Admission admission, VapiCalls vapi, MeterRegistry metrics) {
        this.admission = admission;
        this.vapi = vapi;
        this.abandoned = Counter.builder("liveline_router_vapi_abandoned")
            .description("Calls Vapi made too late, or unusably, which were ended")
            .register(metrics);
    }

    /// @param holder    who holds the slot
    /// @param placement what Vapi said at last
    public void ended(String holder, Placement placement) {
        switch (placement) {
            case NotPlaced _ -> admission.leave(holder);
            case Placed placed -> {
                abandoned.increment();
                if (placed.controlUrl() == null) {
                    admission.leave(holder);
                } else {
                    vapi.control(placed.controlUrl(), "{\"type\":\"end-call\"}").onComplete(ended -> {
                        if (ended.failed()) {
                            LOG.warnf("call %s came too late and could not be ended", placed.callId());
                        }
                        admission.leave(holder);
                    });
                }
            }
        }
    }
}
