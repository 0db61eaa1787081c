/// The records that travel on Liveline's streams, and nothing else: start here.
///
/// Three families: [dev.liveline.events.CallEvent] (what happened in a call; the public contract, shown to viewers byte for byte),
/// [dev.liveline.events.RoutingEvent] (what call-router tells transcript-service) and [dev.liveline.events.Command] (what
/// call-router is asked to do). Beside them [dev.liveline.events.AssistantChange] and the names of all keys and streams in
/// [dev.liveline.events.CallKeys] and [dev.liveline.events.Streams].
///
/// Ordering: `seq` of a call rises by one an event within an `epoch`. Delivery: broadcast streams are read by every replica with its own
/// position, work streams by one consumer group, at least once. Versioning: readers ignore fields they do not know; a field never changes
/// its meaning. Types are pure: no Redis, no clock, no framework; the wire forms are written with a streaming JSON writer, never by
/// reflection, so that they are the same in a native executable.
@NullMarked
package dev.liveline.events;

import org.jspecify.annotations.NullMarked;
