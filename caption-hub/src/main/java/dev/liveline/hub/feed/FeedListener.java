package dev.liveline.hub.feed;

/// What the feed tells of itself, for metrics. Called on event loops; must not block.
public interface FeedListener {

    /// An event was read, wanted or not.
    default void read(int shard) {}

    /// Nothing came through in time.
    default void probeMissed(int shard) {}

    default void reconnecting(int shard) {}

    default void historyLost(int shard) {}

    /// An entry could not be read.
    default void passedOver(int shard) {}

    /// A call, or the list of live ones, could not be read; whoever asked asks again.
    default void readFailed() {}

    /// What Redis holds as a call's open partial is none.
    default void unreadablePartial() {}
}
