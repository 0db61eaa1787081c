/// The media bridge (docs/media-bridge.md): Twilio's media streams on one side, Vapi's sockets on the other. Start here.
///
/// [dev.liveline.router.bridge.MediaSocket] lets a handshake in; each socket becomes a [dev.liveline.router.bridge.Bridge], which joins the pure
/// `media` (what to send when, what was lost, what was cut) with the messages of `twilio` and `vapi`, which come and go over the
/// call's [dev.liveline.router.bridge.CallerLine] and [dev.liveline.router.bridge.AssistantLine]. [dev.liveline.router.bridge.BridgeTickets] brings the call from the voice webhook,
/// [dev.liveline.router.bridge.BridgeEndings] tells the next webhook how it ended.
@NullMarked
package dev.liveline.router.bridge;

import org.jspecify.annotations.NullMarked;
