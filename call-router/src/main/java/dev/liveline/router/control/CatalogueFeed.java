package dev.liveline.router.control;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.edge.reading.LoopMetrics;
import dev.liveline.events.AssistantChange;
import dev.liveline.events.Streams;
import dev.liveline.events.redis.ReadMode.EachOfUs;
import dev.liveline.events.redis.ReadingLoop;
import dev.liveline.events.redis.StreamEntry;
import dev.liveline.router.redis.NumberTable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Reads what assistant-admin tells of Vapi's catalogue. The router caches nothing of it; but callers of a number whose assistant or Vapi number
/// was deleted have only the fallback left, and somebody should hear of it before they do: an error in the log, and
/// `liveline_router_numbers_orphaned` until the number leads elsewhere. What was deleted before this replica started is not known to it.
@Singleton
public final class CatalogueFeed {

    private static final Logger LOG = Logger.getLogger(CatalogueFeed.class);

    private static final int MOST_GONE = 10_000;

    private final NumberTable numbers;
    private final ReadingLoop loop;
    /// Ids that are gone, whether or not a number leads to them yet; past its bound all are forgotten but new ones.
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    public CatalogueFeed(Vertx vertx, @RedisClientName("readers") Redis readers, NumberTable numbers, RandomGenerator random,
            MeterRegistry metrics) {
        this.numbers = numbers;
        this.loop = new ReadingLoop(vertx, readers, List.of(Streams.ASSISTANTS), new EachOfUs(this::take),
                ReadingLoop.Settings.defaults(), random, new LoopMetrics(metrics, "assistants"));
        Gauge.builder("liveline_router_numbers_orphaned", this, CatalogueFeed::orphaned)
            .description("Numbers whose assistant or Vapi number was deleted: their callers get the fallback")
            .register(metrics);
    }

    void start(@Observes StartupEvent start) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent stop) {
        loop.stop();
    }

    private void take(StreamEntry entry) {
        AssistantChange change = AssistantChange.read(entry.text("json"));
        if (!change.action().equals("deleted")) {
            gone.remove(change.id());
            return;
        }
        if (gone.size() >= MOST_GONE) {
            gone.clear();
        }
        gone.add(change.id());
        long led = numbers.known()
            .stream()
            .filter(route -> change.id().equals(route.assistantId()) || change.id().equals(route.phoneNumberId()))
            .count();
        if (led > 0) {
            LOG.errorf("%s %s was deleted, and %d numbers still lead to it: their callers get the fallback", change.resource(),
                    change.id(), led);
        }
    }

    private long orphaned() {
        return numbers.known()
            .stream()
            .filter(route -> isGone(route.assistantId()) || isGone(route.phoneNumberId()))
            .count();
    }

    private boolean isGone(@Nullable String id) {
        return id != null && gone.contains(id);
    }
}
