/// What the hub reads from Redis: the event streams ([dev.liveline.hub.feed.CaptionFeed]) and, for joins and resumes, calls
/// ([dev.liveline.hub.feed.CallStore]) and the list of live ones ([dev.liveline.hub.feed.LobbyStore]). It writes nothing but its probes.
@NullMarked
package dev.liveline.hub.feed;

import org.jspecify.annotations.NullMarked;
