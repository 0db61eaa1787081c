/// The wires: WebSockets ([dev.liveline.hub.live.CaptionSockets]) and event streams ([dev.liveline.hub.live.CaptionStreams]) over the same
/// audience. Sockets are taken from Quarkus's HTTP server at Vert.x level and written to as Netty channels: why, and what it saves, stands
/// in docs/decisions/0004.
@NullMarked
package dev.liveline.hub.live;

import org.jspecify.annotations.NullMarked;
