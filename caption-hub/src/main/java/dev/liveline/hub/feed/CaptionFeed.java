package dev.liveline.hub.feed;

import java.util.List;
import java.util.random.RandomGenerator;

import dev.liveline.edge.RedisKind;
import dev.liveline.events.Shards;
import dev.liveline.events.redis.ReadingLoop;
import dev.liveline.hub.audience.CaptionHub;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/// The event streams of all shards: on one subscription where they lie in one Redis, so that what is written together is brought together; by
/// a reading loop each on a Redis Cluster, where each may lie elsewhere.
public final class CaptionFeed {

    private final List<ShardProof> shards;
    private final List<FeedReader> readers;

    /// @param clients   for reading and for probing
    /// @param maxLength entries a stream is trimmed to
    public CaptionFeed(Vertx vertx, Clients clients, Shards shards, CaptionHub hub, int maxLength, RandomGenerator random,
            FeedListener listener) {
        ReadingLoop.Settings settings = ReadingLoop.Settings.defaults();
        this.shards = shards.all()
            .mapToObj(shard -> new ShardProof(shard, clients.probes(), clients.kind(), maxLength, listener))
            .toList();
        this.readers = clients.kind()
            .together(this.shards)
            .stream()
            .map(some -> new FeedReader(vertx, clients, some, hub, settings, random, listener))
            .toList();
    }

    /// @param reads  whose connections hold subscriptions, on a Redis Cluster blocking reads
    /// @param probes for all else
    /// @param kind   what they speak to
    public record Clients(Redis reads, Redis probes, RedisKind kind) {}

    public void start() {
        readers.forEach(FeedReader::start);
    }

    public Future<Void> stop() {
        return Future.all(readers.stream().map(FeedReader::stop).toList()).mapEmpty();
    }

    /// Asks every shard for proof that events arrive.
    public void prove() {
        readers.forEach(FeedReader::prove);
    }

    /// The shards that cannot prove at present that events arrive; none when all is well.
    public List<Integer> unproven() {
        return shards.stream().filter(shard -> !shard.isProven()).map(ShardProof::shard).toList();
    }
}
