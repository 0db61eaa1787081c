/// call-router: who answers a call, whatever is down.
///
/// Start at [dev.liveline.router.answer.InboundCalls] (a caller at the door) and [dev.liveline.router.control.CommandDesk] (what is done
/// to a live call). Both join the pure packages `routing` and `command` with the edges `redis`, `vapi` and `twilio`; `web` is what the
/// outside calls; `bridge` carries audio.
@NullMarked
package dev.liveline.router;

import org.jspecify.annotations.NullMarked;
