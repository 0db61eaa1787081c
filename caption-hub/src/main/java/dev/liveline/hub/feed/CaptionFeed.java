package dev.liveline.hub.feed;

import java.util.List;
import java.util.stream.IntStream;
import java.util.random.RandomGenerator;

import dev.liveline.events.Shards;
import dev.liveline.events.redis.ReadingLoop;
import dev.liveline.hub.audience.CaptionHub;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/// The event streams of all shards, each with a reader of its own.
public final class CaptionFeed {

    private final List<ShardFeed> shards;

    /// @param readers   the client whose connections sit in blocking reads
    /// @param redis     the client probes are written with
    /// @param maxLength entries a stream is trimmed to
    public CaptionFeed(Vertx vertx, Redis readers, Redis redis, Shards shards, CaptionHub hub, int maxLength,
            RandomGenerator random, FeedListener listener) {
        ReadingLoop.Settings settings = ReadingLoop.Settings.defaults();
        this.shards = shards.all()
            .mapToObj(shard -> new ShardFeed(vertx, readers, redis, shard, hub, maxLength, settings, random, listener))
            .toList();
    }

    public void start() {
        shards.forEach(ShardFeed::start);
    }

    public Future<Void> stop() {
        return Future.all(shards.stream().map(ShardFeed::stop).toList()).mapEmpty();
    }

    /// Asks every shard for proof that events arrive.
    public void prove() {
        shards.forEach(ShardFeed::prove);
    }

    /// The shards that cannot prove at present that events arrive; none when all is well.
    public List<Integer> unproven() {
        return IntStream.range(0, shards.size()).filter(i -> !shards.get(i).isProven()).boxed().toList();
    }
}
