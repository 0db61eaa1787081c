package dev.liveline.admin.apply;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Singleton;

import dev.liveline.admin.manifest.Key;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.Mock;

/// Lets an apply die before its n-th step: from then on no step is survived, as if the process were gone.
@Mock
@Singleton
class DyingSteps extends Steps {

    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    /// The process is gone.
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    DyingSteps(MeterRegistry meters) {
        super(meters);
    }

    void dieAfter(int steps) {
        left.set(steps);
    }

    void live() {
        left.set(Integer.MAX_VALUE);
    }

    @Override
    void before(String step, Key key) {
        super.before(step, key);
        if (left.getAndUpdate(n -> n == Integer.MAX_VALUE ? n : Math.max(0, n - 1)) == 0) {
            throw new Death();
        }
    }
}
