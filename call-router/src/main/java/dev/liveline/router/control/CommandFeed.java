package dev.liveline.router.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

import dev.liveline.edge.RedisKind;
import dev.liveline.edge.reading.LoopMetrics;
import dev.liveline.events.Command;
import dev.liveline.events.Command.Forget;
import dev.liveline.events.Command.Release;
import dev.liveline.events.CommandJson;
import dev.liveline.events.Shards;
import dev.liveline.events.redis.ReadMode.OneOfUs;
import dev.liveline.events.redis.ReadingLoop;
import dev.liveline.events.redis.StreamEntry;
import dev.liveline.router.RouterConfig;
import dev.liveline.router.bridge.BridgeTickets;
import dev.liveline.router.command.CommandedCall;
import dev.liveline.router.redis.Admission;
import dev.liveline.router.redis.CallFacts;
import dev.liveline.router.redis.CommandClaims.Claim;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Reads the command streams, one replica for each entry: by one loop where they lie in one Redis, by a loop each on a Redis Cluster. What a
/// dead replica left is taken over after a while; its claim says whether it had begun.
@Singleton
public final class CommandFeed {

    private static final String GROUP = "call-router";
    private static final int DELIVERIES = 20;

    private final CommandDesk desk;
    private final CallFacts facts;
    private final Admission admission;
    private final BridgeTickets tickets;
    private final Forgetting forgetting;
    private final List<ReadingLoop> loops = new ArrayList<>();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    public CommandFeed(Vertx vertx, @RedisClientName("readers") Redis readers, Shards shards, CommandDesk desk, CallFacts facts,
            Admission admission, BridgeTickets tickets, Forgetting forgetting, RandomGenerator random, RouterConfig config,
            RedisKind kind, MeterRegistry metrics) {
        this.desk = desk;
        this.facts = facts;
        this.admission = admission;
        this.tickets = tickets;
        this.forgetting = forgetting;
        // Longer than any execution takes: its deadline ends it.
        Duration minIdle = config.commands().deadline().multipliedBy(2);
        String consumer = "router-" + UUID.randomUUID();
        LoopMetrics told = new LoopMetrics(metrics, "commands");
        kind.together(shards.commandStreams().toList())
            .forEach(together -> loops.add(new ReadingLoop(vertx, readers, together,
                    new OneOfUs(GROUP, consumer, config.commands().maxInFlight(), minIdle, DELIVERIES, this::take),
                    ReadingLoop.Settings.defaults(), random, told)));
    }

    void start(@Observes StartupEvent start) {
        loops.forEach(ReadingLoop::start);
    }

    void stop(@Observes ShutdownEvent stop) {
        loops.forEach(ReadingLoop::stop);
    }

    private Future<Void> take(StreamEntry entry) {
        Command command = CommandJson.read(entry.text("type"), entry.text("json"));
        if (command instanceof Release release) {
            return release(release);
        }
        if (command instanceof Forget forget) {
            return forgetting.forget(forget.order().callId(), forget.callSid());
        }
        Promise<Void> taken = Promise.promise();
        workers.execute(() -> {
            try {
                execute(command, taken);
            } catch (RuntimeException later) {
                taken.fail(later);
            }
        });
        return taken.future();
    }

    private void execute(Command command, Promise<Void> taken) {
        Claim claim = desk.execute(command, command.kind(), facts.find(command.order().callId()));
        switch (claim) {
            case Claim.Finished _,Claim.Mine _ -> taken.complete();
            case Claim.InWork _ -> taken.fail("somebody is at it");
        }
    }

    private Future<Void> release(Release release) {
        String callId = release.order().callId();
        Promise<Void> released = Promise.promise();
        workers.execute(() -> {
            try {
                facts.find(callId).map(CommandedCall::callSid).ifPresent(callSid -> {
                    admission.leave(callSid);
                    tickets.forget(callSid);
                });
                admission.leave(callId).onComplete(released);
            } catch (RuntimeException later) {
                released.fail(later);
            }
        });
        return released.future();
    }
}
