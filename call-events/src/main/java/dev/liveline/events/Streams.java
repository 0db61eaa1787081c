package dev.liveline.events;

/// The names of the streams. Events and commands are sharded with the calls they belong to, because one commit writes them together with
/// the call's state (docs/decisions/0002).
public final class Streams {

    /// call-router → transcript-service, one consumer group. Fields: `type`, `call`, `json` ([RoutingEvent]).
    public static final String ROUTING = "liveline:routing";

    /// assistant-admin → call-router, broadcast. Fields: `type`, `json` ([AssistantChange]).
    public static final String ASSISTANTS = "liveline:assistants";

    private Streams() {}

    /// transcript-service → every caption-hub replica, broadcast. One field: [EventEntry].
    public static String events(int shard) {
        return "liveline:events:" + Shards.tag(shard);
    }

    /// The channel on which whoever appends to an event stream publishes the same entry in the same step, and partials that are not appended, except on a Redis Cluster. Channels
    /// are one for all databases of a Redis, streams are not.
    ///
    /// @param database number of the database the streams are in
    public static String channel(String events, int database) {
        return database == 0 ? events : events + '@' + database;
    }

    /// transcript-service → call-router, one consumer group. Fields: `type`, `call`, `json` ([Command]).
    public static String commands(int shard) {
        return "liveline:commands:" + Shards.tag(shard);
    }

    /// Where entries of a work stream go that could not be handled, with the reason: same slot as the stream.
    public static String deadLetters(String stream) {
        return stream + ":dead";
    }
}
