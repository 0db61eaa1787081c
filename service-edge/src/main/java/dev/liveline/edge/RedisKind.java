package dev.liveline.edge;

import java.net.URI;
import java.util.List;

import org.eclipse.microprofile.config.Config;

import dev.liveline.events.Streams;

/// What the default Redis client speaks to.
///
/// @param isCluster whether that is a Redis Cluster
/// @param database  the number of the database there
public record RedisKind(boolean isCluster, int database) {

    /// One Redis, or one behind Sentinel, and its first database.
    public static final RedisKind ONE = new RedisKind(false, 0);

    static RedisKind of(Config config) {
        boolean cluster = config.getOptionalValue("quarkus.redis.client-type", String.class)
            .filter("cluster"::equalsIgnoreCase)
            .isPresent();
        int database = config.getOptionalValue("quarkus.redis.hosts", String.class)
            .map(hosts -> URI.create(hosts.split(",", 2)[0].strip()).getPath())
            .filter(path -> path != null && path.matches("/[0-9]{1,5}"))
            .map(path -> Integer.valueOf(path.substring(1)))
            .orElse(0);
        return new RedisKind(cluster, database);
    }

    /// What belongs to shards, in lists whose shards lie together: all in one, or on a Cluster, where each may lie elsewhere, each in its own.
    public <T> List<List<T>> together(List<T> ofShards) {
        return isCluster ? ofShards.stream().map(List::of).toList() : List.of(ofShards);
    }

    /// The channel on which entries of an event stream are published as they are appended; empty on a Cluster, where every node would get them
    /// and none are.
    public String channel(String events) {
        return isCluster ? "" : Streams.channel(events, database);
    }
}
