package dev.liveline.hub;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.liveline.edge.LivelineConfig;
import dev.liveline.edge.RedisKind;
import dev.liveline.edge.access.Origins;
import dev.liveline.events.Shards;
import dev.liveline.hub.access.Connections;
import dev.liveline.hub.access.Gate;
import dev.liveline.hub.access.Tickets;
import dev.liveline.hub.access.Withdrawals;
import dev.liveline.hub.audience.CaptionHub;
import dev.liveline.hub.audience.SharedReads;
import dev.liveline.hub.feed.CallStore;
import dev.liveline.hub.feed.CaptionFeed;
import dev.liveline.hub.feed.LobbyStore;
import dev.liveline.hub.feed.SnapshotJson;
import dev.liveline.hub.live.LiveLoops;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.security.identity.IdentityProviderManager;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/// Puts the parts together.
@ApplicationScoped
public class Hub {

    @Produces
    @Singleton
    HubMetrics metrics(MeterRegistry registry, InstantSource clock) {
        return new HubMetrics(registry, clock);
    }

    @Produces
    @Singleton
    CaptionHub captionHub(Redis redis, Shards shards, InstantSource clock, HubConfig config, HubMetrics metrics) {
        CallStore calls = new CallStore(redis, shards, new SnapshotJson(clock), metrics);
        LobbyStore lobby = new LobbyStore(redis, shards, config.lobby().maxCalls(), metrics);
        return new CaptionHub(config.viewers().outbox().maxMessages(), config.viewers().outbox().maxBytes(),
                new SharedReads<>(calls, config.feed().concurrentReads()), new SharedReads<>(lobby, 1), shards::of, metrics);
    }

    @Produces
    @Singleton
    CaptionFeed feed(Vertx vertx, @RedisClientName("readers") Redis readers, Redis redis, Shards shards, CaptionHub hub,
            LivelineConfig liveline, RedisKind kind, RandomGenerator random, HubMetrics metrics) {
        return new CaptionFeed(vertx, new CaptionFeed.Clients(readers, redis, kind), shards, hub,
                liveline.streams().maxLength(), random, metrics);
    }

    @Produces
    @Singleton
    LiveLoops loops(CaptionHub hub, HubConfig config) {
        return new LiveLoops(hub, config.viewers().pingInterval(), config.viewers().commentInterval());
    }

    @Produces
    @Singleton
    Tickets tickets(Redis redis, HubConfig config, InstantSource clock) {
        return new Tickets(redis, config.tickets().timeToLive(), clock);
    }

    @Produces
    @Singleton
    Withdrawals withdrawals(Redis redis) {
        return new Withdrawals(redis);
    }

    @Produces
    @Singleton
    Connections connections(HubConfig config, MeterRegistry registry) {
        HubConfig.Viewers limits = config.viewers();
        Connections connections = new Connections(limits.max(), limits.maxPerAddress(), limits.maxPerToken());
        return registry.gauge("liveline_hub_viewers", connections, Connections::open);
    }

    @Produces
    @Singleton
    Gate gate(IdentityProviderManager identities, Tickets tickets, Connections connections, Withdrawals withdrawals,
            LivelineConfig liveline) {
        Origins origins = new Origins(liveline.publicUrl(), liveline.allowedOrigins().orElse(List.of()));
        return new Gate(identities, tickets, origins, connections, withdrawals);
    }
}
