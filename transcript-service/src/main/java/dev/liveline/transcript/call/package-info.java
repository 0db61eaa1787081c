/// What is true of a call, as a pure function: start here, at [dev.liveline.transcript.call.CallReducer].
///
/// A [dev.liveline.transcript.call.Fact] is something the outside told us; `reduce(state, fact, at)` gives the next
/// [dev.liveline.transcript.call.CallState], the events viewers get, and commands for call-router. Nothing here knows Redis, HTTP, JSON or
/// the clock: time comes in. Repeated, late and overtaken facts are ordinary input; a fact that changes nothing gives the same state back.
@NullMarked
package dev.liveline.transcript.call;

import org.jspecify.annotations.NullMarked;
