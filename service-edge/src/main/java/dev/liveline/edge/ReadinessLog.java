package dev.liveline.edge;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;

import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.event.SmallRyeHealthStatusChangeEvent;

/// One line when a service stops being ready, with the checks that say so, and one when it is ready again, instead of SmallRye's at every probe.
@Singleton
public class ReadinessLog {

    private static final Logger LOG = Logger.getLogger(ReadinessLog.class);

    /// Until a probe finds otherwise, as SmallRye has it. Probes may overlap, and then find the same change.
    private final AtomicBoolean ready = new AtomicBoolean(true);

    void changed(@Observes @Readiness SmallRyeHealthStatusChangeEvent change) {
        boolean up = !change.health().isDown();
        if (ready.getAndSet(up) != up) {
            if (up) {
                LOG.info("ready");
            } else {
                LOG.infof("not ready: %s", down(change.health()));
            }
        }
    }

    private static String down(SmallRyeHealth health) {
        return health.getPayload()
            .getJsonArray("checks")
            .getValuesAs(JsonObject.class)
            .stream()
            .filter(check -> "DOWN".equals(check.getString("status")))
            .map(check -> check.getString("name"))
            .collect(Collectors.joining(", "));
    }
}
