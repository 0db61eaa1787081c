/// Who watches what, and what each viewer is told: start at [dev.liveline.hub.audience.Audience].
///
/// Plain Java: no framework, no JSON, no sockets, no Redis. Everything of one [dev.liveline.hub.audience.Audience] happens on its
/// [dev.liveline.hub.audience.Loop], one task after the other, so nothing here takes a lock while it sends; a
/// [dev.liveline.hub.audience.CaptionHub] spreads the feed over the loops. A [dev.liveline.hub.audience.Seat] keeps the promise to a viewer
/// of a call: events in order, each once, or a fresh snapshot that says that something was missed.
@NullMarked
package dev.liveline.hub.audience;

import org.jspecify.annotations.NullMarked;
