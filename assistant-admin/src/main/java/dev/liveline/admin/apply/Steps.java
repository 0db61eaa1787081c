package dev.liveline.admin.apply;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.liveline.admin.manifest.Key;
import io.micrometer.core.instrument.MeterRegistry;

/// Sees every step of an apply, between any two effects on Vapi or Redis: for the operator a metric and a line in the debug log. After each of
/// them the process may die, and an apply that is run again ends the same (a test lets it die at each in turn).
@ApplicationScoped
class Steps {

    private static final Logger LOG = Logger.getLogger(Steps.class);

    private final MeterRegistry meters;

    Steps(MeterRegistry meters) {
        this.meters = meters;
    }

    /// @param step what comes next
    void before(String step, Key key) {
        meters.counter("liveline.admin.apply.steps", "step", step).increment();
        LOG.debugf("%s %s", step, key.kind().word());
    }
}
