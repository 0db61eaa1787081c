package dev.liveline.transcript.redis;

import java.time.Duration;

import dev.liveline.edge.RedisKind;

/// @param keepLive           how long the keys of a call outlive its last event while it lives: its allowed silence and some time to end it
/// @param retention          how long they outlive its end
/// @param streamLength       about how many entries the event and command streams keep
/// @param rememberSignatures how long spent signatures are known
/// @param answerWithin       a commit unanswered for so long counts as failed, and the connection as lost
/// @param reportTo           how many receivers get a report of an ended call
/// @param reportAfter        how long after the end the first attempt is due
/// @param redis              on a cluster commits of several shards cannot share one batch, and events are not published
public record CommitSettings(Duration keepLive, Duration retention, int streamLength, Duration rememberSignatures,
        Duration answerWithin, int reportTo, Duration reportAfter, RedisKind redis) {}
