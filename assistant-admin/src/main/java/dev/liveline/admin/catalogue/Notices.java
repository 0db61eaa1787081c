package dev.liveline.admin.catalogue;

import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import dev.liveline.admin.Kind;
import dev.liveline.events.AssistantChange;
import dev.liveline.events.redis.StreamAppender;
import io.micrometer.core.instrument.MeterRegistry;

/// Tells call-router what changed. A notice that Redis does not take is counted and logged, and does not fail the write that was done.
@ApplicationScoped
public class Notices {

    private static final Logger LOG = Logger.getLogger(Notices.class);
    private static final long PATIENCE_SECONDS = 2;

    private final StreamAppender appender;
    private final InstantSource clock;
    private final MeterRegistry meters;

    Notices(StreamAppender appender, InstantSource clock, MeterRegistry meters) {
        this.appender = appender;
        this.clock = clock;
        this.meters = meters;
    }

    /// @param action `created`, `updated` or `deleted`
    public void changed(Kind kind, String id, String action) {
        try {
            appender.append(new AssistantChange(kind.word(), id, action, clock.millis()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException lost) {
            meters.counter("liveline.admin.notices.lost").increment();
            LOG.warnf("call-router was not told that %s %s was %s: Redis did not take the notice", kind.word(), id, action);
        }
    }
}
