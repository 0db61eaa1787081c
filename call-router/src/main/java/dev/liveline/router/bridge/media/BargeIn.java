package dev.liveline.router.bridge.media;

/// The caller cut the assistant's utterance: everything of it that was not played has been dropped.
///
/// @param playedMillis how much of it the caller had heard, -1 if unknown
/// @param afterMicros  from the first sign of the caller's speech to the flush
public record BargeIn(int playedMillis, long afterMicros) {}
