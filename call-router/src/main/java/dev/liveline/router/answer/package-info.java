/// The joints of an inbound call's life: [dev.liveline.router.answer.InboundCalls] at the door, [dev.liveline.router.answer.Departures] when
/// the caller left a place, [dev.liveline.router.answer.LegReports] for what Twilio reports, and the answer to Vapi's own questions. They load,
/// ask the pure parts, and commit; nothing here knows HTTP.
@NullMarked
package dev.liveline.router.answer;

import org.jspecify.annotations.NullMarked;
