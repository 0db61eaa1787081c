/// caption-hub: who sees a call. Start here.
///
/// An event's way: [dev.liveline.hub.feed.CaptionFeed] reads it from its shard's stream, [dev.liveline.hub.audience.CaptionHub] hands it to
/// the loops on which somebody watches its call, [dev.liveline.hub.audience.Seat] decides whether it is the viewer's next,
/// [dev.liveline.hub.live.SocketLine] puts its frame on the wire. A viewer's way: [dev.liveline.hub.access.Gate] lets it in,
/// [dev.liveline.hub.live.CaptionSockets] and [dev.liveline.hub.live.CaptionStreams] connect it, a
/// [dev.liveline.hub.audience.Viewer] watches. What is promised stands in docs/caption-hub.md.
@NullMarked
package dev.liveline.hub;

import org.jspecify.annotations.NullMarked;
